"""A file as rows of cell text: what every container becomes before anyone interprets it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError

if TYPE_CHECKING:
    from services.importers._limits import Limits

CELL, ROW = "\x1f", "\x1e"
SPACES = ("\xa0", "\u2009", "\u202f", "\u2007")


class Container(StrEnum):
    """How a file holds its rows."""

    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"


class Room:
    """How many rows and cells a grid may still take; raises UnreadableFileError when there is none left."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = self._cells = 0

    def take(self, cells: int) -> None:
        """Count a row of so many cells."""
        self._rows += 1
        self._cells += cells
        if self._rows > self._limits.rows:
            raise UnreadableFileError(f"The file has more than {self._limits.rows} rows.")
        if cells > self._limits.columns:
            raise UnreadableFileError(f"The file has rows of more than {self._limits.columns} cells.")
        if self._cells > self._limits.cells:
            raise UnreadableFileError(f"The file has more than {self._limits.cells} cells.")


@dataclass(slots=True)
class Grid:
    """Rows of cell text with their numbers in the file (from 1).

    `notes` are tooltips by row number, `heading` is the page's title, `lead` the text above the first table.
    """

    container: Container
    rows: list[list[str]]
    numbers: list[int]
    notes: dict[int, str] = field(default_factory=dict)
    heading: str = ""
    lead: str = ""

    def encode(self) -> bytes:
        """The grid as bytes for a pipe."""
        head = {
            "container": self.container,
            "numbers": self.numbers,
            "notes": self.notes,
            "heading": self.heading,
            "lead": self.lead,
        }
        body = ROW.join(map(CELL.join, self.rows))
        for space in SPACES:
            body = body.replace(space, " ")
        return json.dumps(head).encode() + b"\n" + body.encode("utf-8", "replace")


def decode(payload: bytes) -> Grid:
    """The grid that `Grid.encode` wrote."""
    start, _, text = payload.partition(b"\n")
    head = json.loads(start)
    body = text.decode("utf-8", "replace")
    rows = [line.split(CELL) for line in body.split(ROW)] if body else []
    notes = {int(number): note for number, note in head["notes"].items()}
    return Grid(Container(head["container"]), rows, head["numbers"], notes, head["heading"], head["lead"])


def plain(text: str) -> str:
    """*text* with single spaces only and without the characters that separate cells."""
    return " ".join(text.replace(CELL, " ").replace(ROW, " ").split())
