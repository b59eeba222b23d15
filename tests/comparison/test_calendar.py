"""The calendar: every day has its place, sums are exact, and no day is lost where clocks change."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.server_zone import server_zone
from services.calendars import period_of
from services.comparison.calendar import View, calendar_days, months_of, span_of, stretch_of, weeks_of
from services.comparison.day_sums import day_sums

ZONES = ("America/New_York", "Europe/Helsinki", "Asia/Kolkata", "America/Asuncion", "Pacific/Kiritimati")
DAYS = st.dates(date(1971, 1, 1), date(2199, 12, 31))


def times(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[us]")


def test_days_are_summed_to_weeks_and_months() -> None:
    net = np.array([1.5, -0.25, 10, 5])
    local = times("2026-11-01T10:00", "2026-11-01T23:59", "2026-11-02T00:00", "2026-11-30T00:00")
    stretch = stretch_of(View.MONTH, date(2026, 11, 15))
    sums = day_sums(local, net, np.rint(net * 100).astype(np.int64))
    days = calendar_days(stretch, sums, 2, {date(2026, 11, 2): 0.1, date(2026, 11, 3): 0.1}, has_money=True)
    assert len(days) == 30
    assert (days[0].tally.net, days[0].tally.trades, days[0].tally.wins) == (Decimal("1.25"), 2, 1)
    assert [week.tally.net for week in weeks_of(days)] == [
        Decimal(text) for text in ("1.25", "10.00", "0.00", "0.00", "0.00", "5.00")
    ]
    (month,) = months_of(days)
    assert month.tally.net == span_of(days).tally.net == Decimal("16.25")
    assert month.tally.period_return == pytest.approx(0.21)
    assert month.tally.win_rate == 0.75
    assert math.isnan(days[4].tally.win_rate)
    assert days[1].intensity == 1
    assert math.isnan(days[4].intensity)


def test_without_a_common_currency_days_are_counted_only() -> None:
    sums = day_sums(times("2026-11-02T00:00"), np.array([3.0]), np.array([300]))
    days = calendar_days(stretch_of(View.WEEK, date(2026, 11, 2)), sums, 2, {}, has_money=False)
    assert (span_of(days).tally.net, span_of(days).tally.trades) == (None, 1)


@given(day=DAYS, view=st.sampled_from(View))
def test_a_stretch_holds_its_day_and_follows_the_one_before(day: date, view: View) -> None:
    stretch = stretch_of(view, day)
    assert stretch.first <= day <= stretch.last
    assert stretch.previous.last == stretch.first - timedelta(days=1)
    assert stretch.following.first == stretch.last + timedelta(days=1)
    assert stretch.following.previous == stretch


def test_the_calendar_has_a_beginning_and_an_end() -> None:
    for view in View:
        first, last = stretch_of(view, date(1970, 1, 5)), stretch_of(view, date(2200, 12, 20))
        assert first.previous.first <= first.first
        assert last.following.last >= last.last


@pytest.mark.parametrize("zone", ZONES)
@given(day=DAYS, minute=st.integers(0, 1439))
def test_a_day_ends_where_the_next_begins_and_holds_its_instants(zone: str, day: date, minute: int) -> None:
    today, tomorrow = (period_of(stretch_of(View.DAY, one), zone) for one in (day, day + timedelta(days=1)))
    assert today.start is not None
    assert today.end == tomorrow.start
    instant = today.start + (today.end - today.start) * minute / 1440
    at = np.array([np.datetime64(instant.replace(tzinfo=None), "us")])
    assert server_zone(zone).days(at)[0].item() == day


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_is_the_sum_of_its_days_for_any_clock(zone: str) -> None:
    rng = np.random.default_rng(7)
    seconds = rng.integers(0, 3 * 366 * 86_400, 4_000)
    exits = (np.datetime64("2022-12-30", "s") + seconds.astype("timedelta64[s]")).astype("datetime64[us]")
    cents = rng.integers(-100_000, 100_000, exits.size)
    year = stretch_of(View.YEAR, date(2023, 6, 1))
    inside = period_of(year, zone).mask(exits)
    local = server_zone(zone).local_times(exits[inside])
    sums = day_sums(local, cents[inside] / 100, cents[inside])
    days = calendar_days(year, sums, 2, {}, has_money=True)
    assert span_of(days).tally.net == Decimal(int(cents[inside].sum())) / 100
    assert span_of(days).tally.trades == inside.sum()
    for month in months_of(days):
        within = period_of(stretch_of(View.MONTH, month.first), zone).mask(exits)
        assert month.tally.net == Decimal(int(cents[within].sum())) / 100
