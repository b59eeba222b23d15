"""Rows of cell text out of a delimited text file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._grid import CELL, ROW, Container, Grid, Room

if TYPE_CHECKING:
    from services.importers._limits import Limits

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50


def read_csv(text: str, limits: Limits) -> Grid:
    """The records of *text*, numbered by the line on which each starts."""
    clean = text.replace(CELL, " ").replace(ROW, " ")
    skipped = 0
    if clean[:4].lower() == "sep=":
        clean, skipped = clean.partition("\n")[2], 1
    if max(map(len, clean.splitlines() or [""])) > limits.line:
        raise UnreadableFileError(f"The file has a line of more than {limits.line} characters.")
    grid = Grid(Container.CSV, [], [])
    records = csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter(clean), strict=True)
    room = Room(limits)
    try:
        start = skipped
        for cells in records:
            _add(grid, start + 1, [" ".join(cell.split()) for cell in cells], room)
            start = skipped + records.line_num
    except csv.Error as error:
        raise UnreadableFileError(f"The file is no readable CSV after line {start}: {error}.") from error
    return grid


def _add(grid: Grid, number: int, cells: list[str], room: Room) -> None:
    if not any(cells):
        return
    room.take(len(cells))
    grid.rows.append(cells)
    grid.numbers.append(number)


def delimiter(text: str) -> str:
    r"""The character that separates the cells: the one that cuts most of the first lines into equally many.

    >>> delimiter("a;b;c\\n1,5;2;3\\n")
    ';'
    """
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    best, best_score = ",", 0
    for character in DELIMITERS:
        counts = [line.count(character) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        score = counts.count(usual) * usual if usual else 0
        if lines and lines[0].count(character) == 0:
            score = 0
        if score > best_score:
            best, best_score = character, score
    return best
