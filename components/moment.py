"""The only place where a time becomes text: instants, days, ages, lengths of time, zones."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import server_zone
from services.number_text import DAY, HOUR, MINUTE, UNDEFINED, duration

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "UNDEFINED",
    "age",
    "clock",
    "day",
    "days",
    "duration",
    "short_zone",
    "time",
    "utc",
    "zone_name",
]


def age(seconds: float) -> str:
    """How long ago something was, in one unit."""
    whole = max(0, int(seconds))
    for length, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if whole >= length:
            return f"{whole // length:,} {unit}"
    return f"{whole} s"


def zone_name(zone: str) -> str:
    """A time zone as people call it.

    >>> zone_name("NY+7"), zone_name("America/New_York"), zone_name("UTC+2")
    ('New York + 7 h', 'New York', 'UTC+2')
    """
    if zone.startswith(("NY+", "NY-")):
        return f"New York {zone[2]} {zone[3:]} h"
    return zone.rpartition("/")[2].replace("_", " ")


def short_zone(zone: str) -> str:
    """A time zone as short as it can be told, for headings.

    >>> short_zone("NY+7"), short_zone("Europe/Berlin")
    ('NY+7', 'Berlin')
    """
    return zone if zone.startswith(("NY+", "NY-")) else zone_name(zone)


def day(instant: datetime | None, zone: str, *, year: bool = True) -> str:
    """The day of an instant in *zone*."""
    if instant is None:
        return UNDEFINED
    local = server_zone(zone).to_server(instant)
    return f"{local.day} {local:%b %Y}" if year else f"{local.day} {local:%b}"


def time(instant: datetime | None, zone: str, *, seconds: bool = True) -> str:
    """Day and time of an instant in *zone*; the zone stands beside it or in the heading."""
    if instant is None:
        return UNDEFINED
    local = server_zone(zone).to_server(instant)
    return (
        f"{local.day} {local:%b %Y} {local:%H:%M:%S}"
        if seconds
        else f"{local.day} {local:%b %Y} {local:%H:%M}"
    )


def clock(instant: datetime, zone: str) -> str:
    """The time of day of an instant in *zone*, where its day stands in the heading."""
    return f"{server_zone(zone).to_server(instant):%H:%M:%S}"


def utc(instant: datetime | None) -> str:
    """An instant as ISO 8601 in UTC, for tooltips."""
    return "" if instant is None else instant.astimezone(UTC).isoformat(timespec="seconds")


def days(start: datetime | None, end: datetime | None, zone: str) -> str:
    """The days of a half-open period, first to last."""
    if end is None:
        return UNDEFINED
    last = end - timedelta(microseconds=1)
    if start is None:
        return f"all days to {day(last, zone)}"
    clock = server_zone(zone)
    first_day, last_day = clock.to_server(start), clock.to_server(last)
    if first_day.date() == last_day.date():
        return day(last, zone)
    return f"{day(start, zone, year=first_day.year != last_day.year)} – {day(last, zone)}"
