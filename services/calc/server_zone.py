"""The broker's wall clock: parsing its zone, moving between it and UTC, and guessing it from fills."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

DEFAULT_ZONE = "NY+7"
ZONES: tuple[tuple[str, str], ...] = (
    ("NY+7", "New York + 7 h (UTC+2/+3, US daylight saving)"),
    ("EET", "Eastern European (UTC+2/+3, EU daylight saving)"),
    ("UTC", "UTC"),
    ("UTC+1", "UTC+1"),
    ("UTC+2", "UTC+2"),
    ("UTC+3", "UTC+3"),
    ("Europe/London", "London"),
    ("Europe/Berlin", "Frankfurt"),
    ("America/New_York", "New York"),
    ("America/Chicago", "Chicago"),
    ("Asia/Tokyo", "Tokyo"),
    ("Australia/Sydney", "Sydney"),
)

_FIXED = re.compile(r"UTC(?:([+-])(\d{1,2})(?::(\d{2}))?)?")
_SHIFTED = re.compile(r"NY([+-]\d{1,2})")
_FRIDAY, _SUNDAY, _SATURDAY = 4, 6, 5
_UTC_CLOSE_HOUR = 22
_EARLY_MONDAY_HOURS = 2


@dataclass(frozen=True, slots=True)
class ServerZone:
    """A clock: the local time of *base*, shifted by a constant (New York + 7 h is many brokers' clock)."""

    name: str
    base: tzinfo
    shift: timedelta = timedelta(0)

    def to_utc(self, server_time: datetime) -> datetime:
        """Aware UTC of a naive wall-clock time; the first of two on the day clocks go back."""
        return (server_time - self.shift).replace(tzinfo=self.base).astimezone(UTC)

    def to_server(self, time: datetime) -> datetime:
        """Naive wall-clock time of an aware instant."""
        return time.astimezone(self.base).replace(tzinfo=None) + self.shift

    def local_times(self, times: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Wall-clock times (datetime64) of UTC instants (datetime64)."""
        local = times.astype("datetime64[us]")
        if self.base is not UTC:
            local = pd.DatetimeIndex(local, tz="UTC").tz_convert(self.base).tz_localize(None).to_numpy()
        shifted: NDArray[np.datetime64] = (local + np.timedelta64(self.shift, "us")).astype("datetime64[us]")
        return shifted

    def days(self, times: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Calendar day (datetime64[D]) of UTC instants on this clock."""
        return self.local_times(times).astype("datetime64[D]")

    def day_start(self, day: datetime) -> datetime:
        """Aware UTC of the midnight that begins the day of the naive wall-clock time *day*."""
        return self.to_utc(day.replace(hour=0, minute=0, second=0, microsecond=0))


@lru_cache(maxsize=256)
def server_zone(name: str) -> ServerZone:
    """The clock called *name*: `NY+7`, `UTC`, `UTC+2`, `UTC-05:30` or an IANA name.

    Raises InvalidInputError for anything else.
    """
    fixed = _FIXED.fullmatch(name)
    if fixed:
        sign = -1 if fixed[1] == "-" else 1
        offset = timedelta(hours=int(fixed[2] or 0), minutes=int(fixed[3] or 0)) * sign
        if abs(offset) < timedelta(hours=24):
            return ServerZone(name, timezone(offset) if offset else UTC)
    shifted = _SHIFTED.fullmatch(name)
    if shifted:
        return ServerZone(name, ZoneInfo("America/New_York"), timedelta(hours=int(shifted[1])))
    try:
        return ServerZone(name, ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInputError(
            f"{name!r} is not a time zone; give NY+7, UTC+2, or a name such as Europe/Helsinki."
        ) from error


def guess_server_zone(server_times: Iterable[datetime]) -> tuple[str, str]:
    """The likeliest server zone of fills at naive wall-clock times, and the evidence as a sentence.

    Forex and metals trade from Sunday 17:00 to Friday 17:00 in New York, so the first and last fills of a
    week tell the clock apart. Without evidence it is New York + 7 h, the commonest broker clock.
    """
    times = list(server_times)
    late_sunday = [time for time in times if time.weekday() == _SUNDAY]
    late_friday = [time for time in times if time.weekday() == _FRIDAY and time.hour >= _UTC_CLOSE_HOUR]
    early_monday = [time for time in times if time.weekday() == 0 and time.hour < _EARLY_MONDAY_HOURS]
    if any(time.weekday() == _SATURDAY for time in times):
        return DEFAULT_ZONE, "Fills on Saturday tell nothing about the clock; New York + 7 h is assumed."
    if late_sunday:
        hour = min(time.hour for time in late_sunday)
        name = "UTC" if hour >= _UTC_CLOSE_HOUR - 1 else "America/New_York"
        return name, f"First fill of a week on Sunday at {hour:02d} h: looks like {name}."
    if early_monday:
        first = min(early_monday, key=lambda time: (time.hour, time.minute))
        return DEFAULT_ZONE, f"First fill of a week at Monday {first:%H:%M}: looks like New York + 7 h."
    if late_friday:
        last = max(late_friday, key=lambda time: (time.hour, time.minute))
        return DEFAULT_ZONE, f"Last fill of a week at Friday {last:%H:%M}: looks like New York + 7 h."
    return DEFAULT_ZONE, "No fill near a weekend tells the clock; New York + 7 h is assumed."
