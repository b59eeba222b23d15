"""Periods: half-open stretches of time, named as people name them, cut at the days of a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.calc.server_zone import server_zone
from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

PRESETS = ("1d", "1w", "1m", "3m", "ytd", "1y", "all")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The half-open stretch [start, end) in aware UTC; a start of None reaches back to the first deal."""

    start: datetime | None
    end: datetime
    text: str = "all"

    @classmethod
    def parse(cls, text: str, *, zone: str, now: datetime) -> Period:
        """The period called *text* in *zone*: a preset of `PRESETS` or `YYYY-MM-DD..YYYY-MM-DD`.

        The last day of a range is inside it. Raises InvalidInputError for anything else.
        """
        name = text.strip().lower()
        clock = server_zone(zone)
        today = clock.to_server(now).replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = clock.day_start(today + timedelta(days=1))
        if name == "all":
            return cls(None, tomorrow, name)
        if name in _FIRST_DAYS:
            return cls(clock.day_start(_FIRST_DAYS[name](today)), tomorrow, name)
        found = _RANGE.fullmatch(name)
        if not found or name == "..":
            choice = ", ".join(PRESETS)
            raise InvalidInputError(f"{text!r} is not a period; give {choice}, or YYYY-MM-DD..YYYY-MM-DD.")
        start = clock.day_start(_day(found[1])) if found[1] else None
        end = clock.day_start(_day(found[2]) + timedelta(days=1)) if found[2] else tomorrow
        if start is not None and start >= end:
            raise InvalidInputError(f"The period {text} ends before it starts.")
        return cls(start, end, name)

    def contains(self, time: datetime) -> bool:
        """Whether the instant lies inside."""
        return time < self.end and (self.start is None or time >= self.start)

    def mask(self, times: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """Which of the UTC instants (datetime64) lie inside."""
        inside = times < as_datetime64(self.end)
        if self.start is not None:
            inside &= times >= as_datetime64(self.start)
        return inside

    def rows(self, times: NDArray[np.datetime64]) -> slice:
        """Where those inside are among instants in order."""
        end = int(np.searchsorted(times, as_datetime64(self.end)))
        start = 0 if self.start is None else int(np.searchsorted(times, as_datetime64(self.start)))
        return slice(start, max(start, end))


def in_calendar(time: datetime) -> datetime:
    """*time*, which has days, months and years before and after it; raises InvalidInputError at the edges."""
    if not MINYEAR < time.year < MAXYEAR:
        raise InvalidInputError(
            f"{time.isoformat()} is at the edge of the calendar; leave it out, or give a day of the years"
            f" {MINYEAR + 1} to {MAXYEAR - 1}."
        )
    return time


def as_datetime64(time: datetime) -> np.datetime64:
    """An aware instant as datetime64[us] in UTC."""
    return np.datetime64(time.astimezone(UTC).replace(tzinfo=None), "us")


def as_datetime(time: np.datetime64) -> datetime:
    """A UTC datetime64 as aware datetime."""
    moment: datetime = time.astype("datetime64[us]").astype(datetime)
    return moment.replace(tzinfo=UTC)


def months_of(times: NDArray[np.datetime64], zone: str) -> tuple[Period, ...]:
    """The calendar months of *zone* that hold any of the UTC instants, oldest first."""
    clock = server_zone(zone)
    if not times.size:
        return ()
    months = np.unique(clock.local_times(times).astype("datetime64[M]"))
    found = []
    for month in months:
        first = datetime.fromisoformat(f"{month}-01")
        following = datetime.fromisoformat(f"{month + 1}-01")
        found.append(Period(clock.day_start(first), clock.day_start(following), str(month)))
    return tuple(found)


def _day(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(f"{text!r} is not a day; give YYYY-MM-DD.") from error
    return in_calendar(found)


def _months_back(today: datetime, months: int) -> datetime:
    month = today.month - 1 - months
    year, month = today.year + month // _DECEMBER, month % _DECEMBER + 1
    first = today.replace(year=year, month=month, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(today.day, last.day)) + timedelta(days=1)


_FIRST_DAYS: dict[str, Callable[[datetime], datetime]] = {
    "1d": lambda today: today,
    "1w": lambda today: today - timedelta(days=6),
    "1m": lambda today: _months_back(today, 1),
    "3m": lambda today: _months_back(today, 3),
    "ytd": lambda today: today.replace(month=1, day=1),
    "1y": lambda today: _months_back(today, 12),
}
