"""An execution file as named columns, and its rows with what was read of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_columns import REQUIRED, columns_of, unknown_of
from services.importers._execution_times import with_dates

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from services.importers._grid import Grid
    from services.instrument import EventKind
    from services.model import Side

_HEAD_ROWS = 20
_MIN_KNOWN = 4


@dataclass(slots=True)
class Table:
    """The records of a file by column name; `numbers` are their lines."""

    numbers: list[int]
    columns: dict[str, list[str]]
    extra: list[str]

    def column(self, name: str) -> list[str]:
        """The cells of a column, all empty where the file has none."""
        return self.columns.get(name) or [""] * len(self.numbers)

    def filled(self, name: str) -> list[str]:
        """The cells of a column that may not be empty; raises UnreadableFileError."""
        for text, number in zip(self.columns[name], self.numbers, strict=True):
            if not text:
                raise UnreadableFileError(f"Line {number} has no {name}.")
        return self.columns[name]


@dataclass(slots=True)
class Rows:
    """The records of a file with what was read of each; a side is None where the event does without.

    `places` are those of lines that share their instant with earlier ones of the symbol.
    """

    table: Table
    times: list[datetime]
    numbers: dict[str, list[Decimal]]
    sides: list[Side | None]
    events: list[EventKind]
    settles: list[date | None]
    places: dict[int, int]

    def text(self, name: str, index: int) -> str:
        """A cell, empty where the file has no such column."""
        column = self.table.columns.get(name)
        return column[index] if column else ""


def header_index(grid: Grid) -> int | None:
    """The row of the column names; None where there is none."""
    for index, row in enumerate(grid.rows[:_HEAD_ROWS]):
        known = columns_of(row)
        if len(known) >= _MIN_KNOWN and "symbol" in known and "quantity" in known:
            return index
    return None


def read_table(grid: Grid) -> Table:
    """The columns of *grid* by name; raises UnreadableFileError."""
    start = header_index(grid)
    if start is None:
        raise UnreadableFileError(
            "The file has no line of column names: time, account, symbol, side, quantity, price."
        )
    header = grid.rows[start]
    places = columns_of(header)
    if "time" not in places and "date" in places:
        places["time"] = places.pop("date")
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        raise UnreadableFileError(
            f"The file has no column {', '.join(missing)}; its columns are {', '.join(header)}."
        )
    rows, numbers = grid.rows[start + 1 :], grid.numbers[start + 1 :]
    if not rows:
        raise UnreadableFileError("The file has column names, but no executions below them.")
    for row, number in zip(rows, numbers, strict=True):
        if len(row) > len(header) and any(row[len(header) :]):
            raise UnreadableFileError(
                f"Line {number} has {len(row)} cells, and there are {len(header)} columns."
            )
    columns = {
        name: [row[place] if place < len(row) else "" for row in rows] for name, place in places.items()
    }
    if "date" in columns:
        columns["time"] = with_dates(columns["time"], columns["date"])
    return Table(numbers, columns, unknown_of(header))
