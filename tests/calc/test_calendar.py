"""Calendar periods: whole, adjoining, cut by the zone's own midnights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from services.calc.calendar import PeriodType, latest_periods

ZONES = ["America/New_York", "Europe/Helsinki", "Asia/Kolkata", "America/Asuncion", "Pacific/Kiritimati"]
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kind", list(PeriodType))
def test_periods_adjoin_and_the_newest_holds_now(zone: str, kind: PeriodType) -> None:
    found = latest_periods(kind, zone=zone, since=NOW - timedelta(days=800), until=NOW, most=40)
    assert found[0].contains(NOW)
    assert all(newer.start == older.end for newer, older in pairwise(found))


def test_the_day_the_clocks_change_has_25_hours() -> None:
    until = datetime(2026, 11, 1, 20, tzinfo=UTC)
    (day,) = latest_periods(PeriodType.DAILY, zone="America/New_York", since=until, until=until, most=1)
    assert day.start is not None
    assert day.end - day.start == timedelta(hours=25)


def test_weeks_start_on_monday_and_a_year_on_its_first_day() -> None:
    weeks = latest_periods(PeriodType.WEEKLY, zone="UTC", since=NOW - timedelta(days=20), until=NOW, most=9)
    years = latest_periods(PeriodType.YEARLY, zone="UTC", since=NOW - timedelta(days=400), until=NOW, most=9)
    assert [week.text for week in weeks] == ["2026-11-16", "2026-11-09", "2026-11-02"]
    assert [year.text for year in years] == ["2026-01-01", "2025-01-01"]


def test_months_of_any_length_follow_each_other() -> None:
    months = latest_periods(
        PeriodType.MONTHLY, zone="UTC", since=NOW - timedelta(days=365), until=NOW, most=99
    )
    assert [month.text for month in months][:3] == ["2026-11-01", "2026-10-01", "2026-09-01"]
    assert months[-1].text == "2025-11-01"
