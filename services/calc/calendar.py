"""Calendar periods of a zone: the days, weeks, months and years that end last."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from services.calc.period import Period
from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from collections.abc import Callable

_DECEMBER = 12


class PeriodType(StrEnum):
    """What a calendar is cut into; weeks start on Monday."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


def latest_periods(
    kind: PeriodType, *, zone: str, since: datetime, until: datetime, most: int
) -> tuple[Period, ...]:
    """The periods of *kind* that touch [since, until], newest first, at most *most*; the first may go on.

    Their names are their first days.
    """
    clock = server_zone(zone)
    start = _first_day(kind, clock.to_server(until))
    found: list[Period] = []
    while len(found) < most:
        end = clock.day_start(_following(kind, start))
        if end <= since:
            break
        found.append(Period(clock.day_start(start), end, f"{start:%Y-%m-%d}"))
        start = _first_day(kind, start - timedelta(days=1))
    return tuple(found)


def _first_day(kind: PeriodType, time: datetime) -> datetime:
    return _FIRST[kind](time.replace(hour=0, minute=0, second=0, microsecond=0))


def _following(kind: PeriodType, first: datetime) -> datetime:
    if kind is PeriodType.DAILY:
        return first + timedelta(days=1)
    if kind is PeriodType.WEEKLY:
        return first + timedelta(weeks=1)
    if kind is PeriodType.YEARLY or first.month == _DECEMBER:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)


_FIRST: dict[PeriodType, Callable[[datetime], datetime]] = {
    PeriodType.DAILY: lambda day: day,
    PeriodType.WEEKLY: lambda day: day - timedelta(days=day.weekday()),
    PeriodType.MONTHLY: lambda day: day.replace(day=1),
    PeriodType.YEARLY: lambda day: day.replace(month=1, day=1),
}
