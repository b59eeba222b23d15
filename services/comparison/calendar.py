"""The result day by day, summed to weeks, months and the whole that is shown; every sum is exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from services.comparison.intensity import color_intensity
from services.comparison.minor_units import amount
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from services.comparison.day_sums import DaySums

DECEMBER, DAYS_OF_WEEK = 12, 7
FIRST_YEAR, LAST_YEAR = 1970, 2200


class View(StrEnum):
    """How much of the calendar is shown."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was closed in some days: net profit (None where it cannot be told), trades, wins, and the return.

    The return is flow-neutral, chained over the days; NaN where it is unknown.
    """

    net: Decimal | None
    trades: int
    wins: int
    period_return: float

    @property
    def win_rate(self) -> float:
        """Wins as a fraction of the trades; NaN without trades."""
        return self.wins / self.trades if self.trades else math.nan


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `intensity` colors its net profit against the other days shown, NaN without trades."""

    day: date
    tally: Tally
    intensity: float


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, from `first` to `last`, and their sum."""

    first: date
    last: date
    days: tuple[Day, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a view shows, both included."""

    view: View
    first: date
    last: date

    @property
    def previous(self) -> Stretch:
        """The one before; the same at the beginning of the calendar."""
        return stretch_of(self.view, max(self.first - timedelta(days=1), date(FIRST_YEAR, 1, 5)))

    @property
    def following(self) -> Stretch:
        """The one after; the same at the end of the calendar."""
        return stretch_of(self.view, min(self.last + timedelta(days=1), date(LAST_YEAR, 12, 20)))


def stretch_of(view: View, day: date) -> Stretch:
    """The year, month, week (from Monday) or day that *day* lies in.

    >>> stretch_of(View.WEEK, date(2026, 11, 1))
    Stretch(view=<View.WEEK: 'week'>, first=datetime.date(2026, 10, 26), last=datetime.date(2026, 11, 1))
    """
    if view is View.YEAR:
        return Stretch(view, date(day.year, 1, 1), date(day.year, DECEMBER, 31))
    if view is View.MONTH:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return Stretch(view, day.replace(day=1), following - timedelta(days=1))
    if view is View.DAY:
        return Stretch(view, day, day)
    first = day - timedelta(days=day.weekday())
    return Stretch(view, first, first + timedelta(days=DAYS_OF_WEEK - 1))


def calendar_days(
    stretch: Stretch, sums: DaySums, digits: int, returns: Mapping[date, float], *, has_money: bool
) -> tuple[Day, ...]:
    """Every day of the stretch, with or without trades; without *has_money* its trades are only counted."""
    intensity = color_intensity(sums.minor.astype(np.float64), find_metric("net_profit"))
    columns = (sums.day.tolist(), sums.minor.tolist(), sums.trades.tolist(), sums.wins.tolist())
    known = {
        day: Day(
            day,
            Tally(amount(minor, digits) if has_money else None, trades, wins, returns.get(day, math.nan)),
            shade if has_money else math.nan,
        )
        for day, minor, trades, wins, shade in zip(*columns, intensity.tolist(), strict=True)
    }
    nothing = amount(0, digits) if has_money else None
    size = (stretch.last - stretch.first).days + 1
    every = [stretch.first + timedelta(days=number) for number in range(size)]
    idle = {day: Day(day, Tally(nothing, 0, 0, returns.get(day, math.nan)), math.nan) for day in every}
    return tuple(known.get(day, idle[day]) for day in every)


def span_of(days: Sequence[Day]) -> Span:
    """These days and their sum; at least one."""
    return Span(days[0].day, days[-1].day, tuple(days), _sum([day.tally for day in days]))


def weeks_of(days: Iterable[Day]) -> tuple[Span, ...]:
    """The days by week; the first and the last week may be short."""
    groups: dict[date, list[Day]] = {}
    for day in days:
        groups.setdefault(day.day - timedelta(days=day.day.weekday()), []).append(day)
    return tuple(span_of(found) for found in groups.values())


def months_of(days: Iterable[Day]) -> tuple[Span, ...]:
    """The days by month."""
    groups: dict[date, list[Day]] = {}
    for day in days:
        groups.setdefault(day.day.replace(day=1), []).append(day)
    return tuple(span_of(found) for found in groups.values())


def _sum(tallies: Sequence[Tally]) -> Tally:
    amounts = [tally.net for tally in tallies if tally.net is not None]
    known = [tally.period_return for tally in tallies if not math.isnan(tally.period_return)]
    return Tally(
        net=sum(amounts[1:], amounts[0]) if len(amounts) == len(tallies) else None,
        trades=sum(tally.trades for tally in tallies),
        wins=sum(tally.wins for tally in tallies),
        period_return=math.prod(1 + one for one in known) - 1 if known else math.nan,
    )
