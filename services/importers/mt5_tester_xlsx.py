"""MetaTrader 5: the report of one pass of the strategy tester, saved as XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers import Container, Format, Grid, register
from services.importers._mt5_tester import is_tester, read_tester

if TYPE_CHECKING:
    from services.statement import Statement

NAME = "mt5_tester_xlsx"


def _read(grid: Grid) -> tuple[Statement, ...]:
    return read_tester(grid, NAME)


register(Format(NAME, "MetaTrader 5 strategy tester report (XLSX)", Container.XLSX, is_tester, _read))
