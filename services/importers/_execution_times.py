"""Dates of execution files: the order of day and month is what the whole column allows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._numbers import LAST_YEAR

if TYPE_CHECKING:
    from datetime import date

_CLOCK = (
    r"(?:[T ,;]\s*(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-./]?)(?P<b>\d{1,2})(?P=mark)(?P<a>\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-./])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)" + _CLOCK)
_EPOCH = re.compile(r"\d{10}(?:\.\d{1,6})?|\d{13}")
_CLOCK_ONLY = re.compile(r"\d{1,2}:\d\d")
_MONTHS = 12
FIRST_YEAR = 1900  # shares are held for long, unlike what MetaTrader's clock can tell
_CENTURY = 2000
_MINUTE_DIGITS = 4


def with_dates(times: list[str], dates: list[str]) -> list[str]:
    """*times* with the day of *dates* before each that is a clock's time only.

    >>> with_dates(["10:30:00", "2026-01-05 10:30"], ["2026-01-05", "2026-01-06"])
    ['2026-01-05 10:30:00', '2026-01-05 10:30']
    """
    return [
        f"{date} {time}" if _CLOCK_ONLY.match(time) else time for time, date in zip(times, dates, strict=True)
    ]


def read_times(lines: list[int], texts: list[str]) -> tuple[list[datetime], bool]:
    """The times of a column, and whether they carry an offset; raises UnreadableFileError naming the line."""
    if all(_EPOCH.fullmatch(text) for text in texts):
        return [_from_epoch(text) for text in texts], True
    matches = [_match(text, line) for text, line in zip(texts, lines, strict=True)]
    day_first = _is_day_first(matches)
    times = []
    for found, text, line in zip(matches, texts, lines, strict=True):
        try:
            times.append(_moment(found, day_first=day_first))
        except ValueError as error:
            raise UnreadableFileError(
                f"Line {line}, column time: {text[:40]!r} is no time ({error})."
            ) from error
    aware = sum(moment.tzinfo is not None for moment in times)
    if aware not in (0, len(times)):
        raise UnreadableFileError("Some times of the file have an offset from UTC and some have none.")
    return times, bool(aware)


def read_days(lines: list[int], texts: list[str], beside: list[str]) -> list[date | None]:
    """The days of a column that may be empty; the column *beside* it tells too whether the day comes first.

    Raises UnreadableFileError naming the line.
    """
    found = [_match(text, line, "settles") if text else None for text, line in zip(texts, lines, strict=True)]
    known = [*found, *(_YEAR_LAST.fullmatch(text) for text in beside)] if any(found) else []
    day_first = _is_day_first([each for each in known if each is not None])
    try:
        return [None if each is None else _moment(each, day_first=day_first).date() for each in found]
    except ValueError as error:
        raise UnreadableFileError(f"The column settles has a day that is none ({error}).") from error


def _match(text: str, line: int, column: str = "time") -> re.Match[str]:
    found = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    if found is None:
        raise UnreadableFileError(f"Line {line}, column {column}: {text[:40]!r} is not a time.")
    return found


def _is_day_first(matches: list[re.Match[str]]) -> bool:
    """Whether dates that end with the year start with the day; a point between them says so by itself."""
    unsure = [found for found in matches if found.re is _YEAR_LAST]
    first = any(int(found["a"]) > _MONTHS for found in unsure)
    second = any(int(found["b"]) > _MONTHS for found in unsure)
    if first and second:
        raise UnreadableFileError("Some dates of the file start with the day and some with the month.")
    if first or second or not unsure:
        return first
    if all(found["mark"] == "." or found["a"] == found["b"] for found in unsure):
        return True
    raise UnreadableFileError(
        f"The date {unsure[0].string!r} may start with the day or with the month, and no other line tells;"
        " write dates as YYYY-MM-DD."
    )


def _moment(found: re.Match[str], *, day_first: bool) -> datetime:
    day, month = found["a"], found["b"]
    if found.re is _YEAR_LAST and not day_first:
        day, month = month, day
    year = int(found["year"])
    year += _CENTURY if len(found["year"]) == 2 else 0  # noqa: PLR2004 - two digits
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    hour = int(found["hour"] or 0)
    half = (found["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime(
        year,
        int(month),
        int(day),
        hour,
        int(found["minute"] or 0),
        int(found["second"] or 0),
        int((found["part"] or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(found["zone"]),
    )


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(_MINUTE_DIGITS, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _from_epoch(text: str) -> datetime:
    seconds = int(text) / 1000 if len(text) == 13 else float(text)  # noqa: PLR2004 - milliseconds
    return datetime.fromtimestamp(seconds, UTC)
