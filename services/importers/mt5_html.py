"""MetaTrader 5: the terminal's trade history report, saved as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers import Container, Format, Grid, register
from services.importers._mt5_history import is_history, read_history

if TYPE_CHECKING:
    from services.statement import Statement

NAME = "mt5_html"


def _read(grid: Grid) -> tuple[Statement, ...]:
    return read_history(grid, NAME)


register(Format(NAME, "MetaTrader 5 history report (HTML)", Container.HTML, is_history, _read))
