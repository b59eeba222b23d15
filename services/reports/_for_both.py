"""One table for machines with everything, and for people with what fits on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.exports import Readers

if TYPE_CHECKING:
    from services.exports import Table


def for_both(table: Table, *keys: str) -> tuple[Table, Table]:
    """A table for machines, and for people the same without the columns called *keys*."""
    shown = [place for place, column in enumerate(table.columns) if column.name not in keys]
    columns = tuple(table.columns[place] for place in shown)
    rows = [[row[place] for place in shown] for row in table.rows]
    return (
        replace(table, readers=Readers.MACHINES),
        replace(table, columns=columns, rows=rows, readers=Readers.PEOPLE),
    )


def for_people(table: Table, *keys: str) -> tuple[Table, Table]:
    """The same, where people see the columns called *keys* only."""
    return for_both(table, *(column.name for column in table.columns if column.name not in keys))
