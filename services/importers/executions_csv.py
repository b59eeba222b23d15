"""Executions of any broker as CSV: one line per fill, columns found by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers import Container, Format, Grid, register
from services.importers._executions import is_executions, read_executions

if TYPE_CHECKING:
    from services.statement import Statement

NAME = "executions_csv"


def _read(grid: Grid) -> tuple[Statement, ...]:
    return read_executions(grid, NAME)


register(Format(NAME, "Executions (CSV)", Container.CSV, is_executions, _read))
