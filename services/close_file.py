"""A file of daily closes (date and close a row), read strictly: what is doubtful is refused by its row."""

from __future__ import annotations

import csv
import math
import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES, MOST_ROWS = 4 * 1024 * 1024, 50_000
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
DATE_NAMES = ("date", "<date>", "day", "time", "datum", "fecha", "data")
CLOSE_NAMES = (
    "close",
    "<close>",
    "adj close",
    "price",
    "value",
    "last",
    "rate",
    "usd",
    "schluss",
    "kurs",
    "cierre",
)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
_DOUBTFUL = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")


def read_closes(content: bytes, *, least: int = 2) -> tuple[tuple[date, float], ...]:
    """The closes by day, oldest first and at least two, as a return takes them, or the *least* that is said.

    Raises UnreadableFileError, which names the row.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("The file is larger than 4 MiB; a close a day is enough.")
    delimiter, rows = _rows(_text(content))
    day_place, close_place, first = _places(rows)
    found = []
    for number, row in rows[first:]:
        if len(row) != len(rows[0][1]):
            raise UnreadableFileError(
                f"Row {number}: it has {len(row)} cells, the first row {len(rows[0][1])}; where commas are"
                " decimal, let semicolons part the cells."
            )
        found.append((number, _day(row[day_place], number), _close(row[close_place], number, delimiter)))
    if len(found) < least:
        raise UnreadableFileError("The file has one close only; a return takes two.")
    return _in_order(found)


def _text(content: bytes) -> str:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ENCODINGS[1:2] if is_wide else (ENCODINGS[0], ENCODINGS[2]):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("The file is no text; save it as CSV in UTF-8.")


def _rows(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The likeliest delimiter, and the rows that are not empty, with their numbers."""
    if "\0" in text:
        raise UnreadableFileError("The file is no text; save it as CSV in UTF-8.")
    lines = text.splitlines()
    delimiter = max(";\t,", key=lambda mark: (sum(mark in line for line in lines[:50]), -";\t,".index(mark)))
    cut = csv.reader(lines, delimiter=delimiter)
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(cut, start=1) if any(row)]
    if len(rows) > MOST_ROWS:
        raise UnreadableFileError(f"The file has more than {MOST_ROWS:,} rows; a close a day is enough.")
    return delimiter, rows


def _places(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, int, int]:
    """Where date and close stand, and the first row that has them; the first two columns without names."""
    if not rows:
        raise UnreadableFileError("The file has no rows; it takes a date and a close a row.")
    names = [cell.casefold() for cell in rows[0][1]]
    if any(character.isdigit() for character in names[0]):
        if len(names) != 2:  # noqa: PLR2004 - a date and a close
            raise UnreadableFileError("Row 1: without a heading it takes a date and a close only.")
        return 0, 1, 0
    if len(rows) == 1:
        raise UnreadableFileError("The file has a heading and no rows.")
    days = [place for place, name in enumerate(names) if name in DATE_NAMES]
    closes = [names.index(name) for name in CLOSE_NAMES if name in names]
    if not days or not closes:
        raise UnreadableFileError("Row 1: the columns are not named; call them date and close.")
    return days[0], closes[0], 1


def _day(text: str, number: int) -> date:
    for pattern, order in ((_ISO, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(*(int(found[place]) for place in order))
            except ValueError as error:
                raise UnreadableFileError(f"Row {number}: {text!r} is no day of a calendar.") from error
    if _DOUBTFUL.match(text):
        raise UnreadableFileError(f"Row {number}: {text!r} could be two days; write it as 2026-01-31.")
    raise UnreadableFileError(f"Row {number}: {text!r} is no date; write it as 2026-01-31 or 31.01.2026.")


def _close(text: str, number: int, delimiter: str) -> float:
    """A close above 0; a comma is the decimal one where it does not part the cells."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    is_thousands = delimiter == "," or plain.rfind(".") > plain.rfind(",")
    plain = plain.replace(",", "") if is_thousands else plain.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise UnreadableFileError(f"Row {number}: {text!r} is no number.")
    close = float(plain)
    if not 0 < close < math.inf:
        raise UnreadableFileError(f"Row {number}: a close is more than 0, not {text}.")
    return close


def _in_order(found: Sequence[tuple[int, date, float]]) -> tuple[tuple[date, float], ...]:
    """The rows oldest first; a file may begin with the newest."""
    is_falling = len(found) > 1 and found[1][1] < found[0][1]
    for (_, before, _), (number, day, _) in pairwise(found):
        if day == before:
            raise UnreadableFileError(f"Row {number}: {day} is there twice.")
        if (day < before) is not is_falling:
            raise UnreadableFileError(f"Row {number}: {day} stands after {before}; sort the rows by date.")
    rows = tuple((day, close) for _, day, close in found)
    return rows[::-1] if is_falling else rows
