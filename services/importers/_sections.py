"""The tables of a MetaTrader 5 report, found by their structure in any language."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._numbers import is_time
from services.importers._synonyms import COLUMNS, folded

if TYPE_CHECKING:
    from services.importers._grid import Grid

_MIN_HEADINGS = 9
_SHAPE_ROWS = 5


class Section(StrEnum):
    """A table of a report."""

    POSITIONS = "positions"
    ORDERS = "orders"
    DEALS = "deals"
    OPEN = "open positions"
    WORKING = "working orders"


_DEAL = "time deal symbol type direction volume price order"
_LAYOUTS = {
    Section.POSITIONS: (
        "time position symbol type volume price sl tp close_time close_price commission swap profit",
        "time position symbol type volume price sl tp close_time close_price commission fee swap profit",
    ),
    Section.DEALS: (
        f"{_DEAL} commission swap profit balance comment",
        f"{_DEAL} commission fee swap profit balance comment",
        f"{_DEAL} cost commission fee swap profit balance comment",
    ),
    Section.OPEN: (
        "time position symbol type volume price sl tp market_price swap profit",
        "time position symbol type volume price sl tp market_price swap profit comment",
    ),
    Section.ORDERS: (),
    Section.WORKING: (),
}
_REQUIRED = {
    Section.POSITIONS: frozenset(
        ["time", "position", "symbol", "type", "volume", "price", "close_time", "close_price", "profit"]
    ),
    Section.DEALS: frozenset(
        ["time", "deal", "symbol", "type", "direction", "volume", "price", "order", "profit"]
    ),
    Section.OPEN: frozenset(["time", "position", "symbol", "type", "volume", "price", "profit"]),
}


@dataclass(slots=True)
class Table:
    """A table: its headings by column, and its rows with their numbers."""

    number: int
    headings: dict[int, str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    section: Section | None = None
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """A report taken apart: its tables, and the rows that stand in none, in file order."""

    tables: list[Table]
    loose: list[tuple[int, list[str]]]

    def table(self, section: Section) -> Table | None:
        """The table of *section*, if the report has it."""
        return next((table for table in self.tables if table.section is section), None)


def take_apart(grid: Grid) -> Layout:
    """The tables and loose rows of *grid*, the tables named and their columns known."""
    layout = Layout([], [])
    current: Table | None = None
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if current is not None and is_time(row[0]):
            current.rows.append((number, row))
        elif _is_header(row):
            current = Table(number, {index: cell for index, cell in enumerate(row) if cell})
            layout.tables.append(current)
        else:
            layout.loose.append((number, row))
    for table in layout.tables:
        _identify(table)
    return layout


def _is_header(row: list[str]) -> bool:
    filled = [cell for cell in row if cell]
    if len(filled) < _MIN_HEADINGS:
        return False
    return not any(cell[-1] in ":\uff1a" or any(map(str.isdecimal, cell)) for cell in filled)


def _identify(table: Table) -> None:
    names = {index: COLUMNS.get(folded(cell), "") for index, cell in table.headings.items()}
    table.section = _by_names(set(names.values())) or _by_shape(table)
    named = _columns(names)
    if table.section not in _REQUIRED:
        table.columns = {name: index for name, index in named.items() if name}
        return
    required = _REQUIRED[table.section]
    if all(names.values()) and required <= named.keys():
        table.columns = named
        return
    for layout in _LAYOUTS[table.section]:
        order = layout.split()
        if len(order) == len(table.headings):
            table.columns = dict(zip(order, table.headings, strict=True))
            return
    if not required <= named.keys():
        unknown = ", ".join(repr(cell) for index, cell in table.headings.items() if not names[index])
        raise UnreadableFileError(
            f"The headings {unknown or 'of the table'} in row {table.number} are in no known language;"
            " set the terminal to English and save the report again."
        )
    table.columns = named


def _columns(names: dict[int, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, name in names.items():
        key = "time" if name == "open_time" else name
        columns.setdefault(f"close_{key}" if key in columns else key, index)
    return columns


def _by_names(names: set[str]) -> Section | None:
    if "direction" in names and ("deal" in names or "balance" in names):
        return Section.DEALS
    if "state" in names:
        return Section.WORKING if "market_price" in names else Section.ORDERS
    if "market_price" in names:
        return Section.OPEN
    if {"position", "commission", "profit"} <= names:
        return Section.POSITIONS
    return None


def _by_shape(table: Table) -> Section | None:
    rows = [row for _, row in table.rows[:_SHAPE_ROWS]]
    if not rows:
        return None
    two_times = all(any(is_time(cell) for cell in row[1:]) for row in rows)
    if all(any(" / " in cell for cell in row[3:7]) for row in rows):
        return Section.ORDERS if two_times else Section.WORKING
    if two_times:
        return Section.POSITIONS
    width = len(table.headings)
    sizes = {
        section: {len(each.split()) for each in _LAYOUTS[section]}
        for section in (Section.OPEN, Section.DEALS)
    }
    return next((section for section, known in sizes.items() if width in known), None)
