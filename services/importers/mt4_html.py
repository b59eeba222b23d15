"""MetaTrader 4: the terminal's statement or detailed statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers import Container, Format, Grid, register
from services.importers._mt4_statement import is_statement, read_statement

if TYPE_CHECKING:
    from services.statement import Statement

NAME = "mt4_html"


def _read(grid: Grid) -> tuple[Statement, ...]:
    return read_statement(grid, NAME)


register(Format(NAME, "MetaTrader 4 statement (HTML)", Container.HTML, is_statement, _read))
