"""Where the official PDFs have their fields, by year, as measured in the published blanks.

Every field of a blank is compared with this before anything is written, so that a changed form is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = "abcdefgh"
PARTS = {"I": 1, "II": 2}
PART_OF = {1: "I", 2: "II"}
ROW_HEIGHT, CELL_HEIGHT, BOX_SIDE, BOX_STEP = 24.0, 12.0, 8.0, 12.0
EDGES = (36.0, 172.4, 223.2, 273.6, 338.0, 402.8, 446.4, 510.8, 576.0)
TOTALS = "defgh"
LOWER = 36.0
"""How much higher everything stands on the second page."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """A year's form: hash of its blank, rows of a page, boxes of each part as printed, heights in points.

    `first_row`, `first_box` and `totals` are the lower edges of these on the first page.
    """

    year: int
    sha256: str
    title: str
    rows: int
    boxes: tuple[str, str]
    first_row: float
    first_box: float
    totals: float
    name_edge: float
    name_digits: int = 1
    tables: tuple[str, str] = ("Table_Line1", "Table_Line1")

    def cell(self, page: int, row: int, column: str) -> Rectangle:
        """The rectangle of a cell; *row* counts from 0."""
        place = COLUMNS.index(column)
        low = self.first_row + _rise(page) - row * ROW_HEIGHT
        height = ROW_HEIGHT if column == "a" else CELL_HEIGHT
        return EDGES[place], low, EDGES[place + 1], low + height

    def total(self, page: int, column: str) -> Rectangle:
        """The rectangle of a total."""
        place, low = COLUMNS.index(column), self.totals + _rise(page)
        return EDGES[place], low, EDGES[place + 1], low + CELL_HEIGHT

    def box(self, page: int, letter: str) -> Rectangle:
        """The rectangle of a checkbox; raises InvalidInputError where the year's form has no such box."""
        letters = self.boxes[page - 1]
        if letter not in letters:
            raise InvalidInputError(f"Form 8949 of {self.year} has no box {letter} in part {PART_OF[page]}.")
        low = self.first_box + _rise(page) - letters.index(letter) * BOX_STEP
        return 50.4, low, 50.4 + BOX_SIDE, low + BOX_SIDE

    def owner(self, page: int) -> tuple[Rectangle, Rectangle]:
        """The rectangles of the name and of the taxpayer's number."""
        low = 684.0 + _rise(page)
        return (36.0, low, self.name_edge, low + 14.0), (self.name_edge + 0.8, low, 576.0, low + 14.0)

    def fields(self, page: int) -> Iterator[tuple[str, Rectangle]]:
        """Every field of a page by its full name."""
        start, count = f"topmostSubform[0].Page{page}[0].", 0
        for rectangle in self.owner(page):
            count += 1
            yield f"{start}{self._name(page, count)}", rectangle
        for index, letter in enumerate(self.boxes[page - 1]):
            yield f"{start}c{page}_1[{index}]", self.box(page, letter)
        for row in range(self.rows):
            for column in COLUMNS:
                count += 1
                table = f"{self.tables[page - 1]}[0].Row{row + 1}[0]."
                yield f"{start}{table}{self._name(page, count)}", self.cell(page, row, column)
        for column in TOTALS:
            count += 1
            yield f"{start}{self._name(page, count)}", self.total(page, column)

    def _name(self, page: int, number: int) -> str:
        return f"f{page}_{number:0{self.name_digits}}[0]"


def _rise(page: int) -> float:
    return LOWER if page == PARTS["II"] else 0.0


LAYOUTS = (
    Layout(
        2023,
        "8d42e05176c6a8c63bf025cb26546a878fc73c462b234ec70fd5a824c3b145a7",
        "2023 Form 8949",
        rows=14,
        boxes=("ABC", "DEF"),
        first_row=420.0,
        first_box=542.5,
        totals=60.0,
        name_edge=359.2,
    ),
    Layout(
        2024,
        "dcd2d7ff6833485038aa34946d9a91b7d5adf639677116b57f143677a85a3b51",
        "2024 Form 8949",
        rows=14,
        boxes=("ABC", "DEF"),
        first_row=420.0,
        first_box=542.2,
        totals=60.0,
        name_edge=359.2,
    ),
    Layout(
        2025,
        "274513891e4e281d11e14286f14b9df724c24b6030fca0f0681da64fb2e7f525",
        "2025 Form 8949",
        rows=11,
        boxes=("ABCGHI", "DEFJKL"),
        first_row=372.0,
        first_box=530.2,
        totals=72.0,
        name_edge=366.4,
        name_digits=2,
        tables=("Table_Line1_Part1", "Table_Line1_Part2"),
    ),
)


def layout_of(sha256: str) -> Layout:
    """The layout of a blank by its hash; raises InvalidInputError for one that is not known."""
    for layout in LAYOUTS:
        if layout.sha256 == sha256:
            return layout
    years = ", ".join(str(layout.year) for layout in LAYOUTS)
    raise InvalidInputError(f"This file is not a blank Form 8949 as it is published; known are {years}.")
