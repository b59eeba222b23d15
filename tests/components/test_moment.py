"""How times become text."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from components import moment
from components.stamp import stamp


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (61, "1 min"), (9_650, "2 h 40 min"), (356_400, "4 d 3 h"), (math.nan, "—")],
)
def test_a_duration_has_two_units(seconds: float, text: str) -> None:
    assert moment.duration(seconds) == text


def test_days_are_those_of_the_zone_and_the_end_is_not_inside() -> None:
    start, end = datetime(2026, 8, 23, 22, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert moment.days(start, end, "Europe/Berlin") == "24 Aug – 22 Nov 2026"
    assert moment.days(None, end, "UTC") == "all days to 22 Nov 2026"
    assert moment.days(datetime(2025, 1, 1, tzinfo=UTC), end, "UTC") == "1 Jan 2025 – 22 Nov 2026"
    assert moment.days(end.replace(hour=1), end, "UTC") == "22 Nov 2026"
    assert moment.days(start, None, "UTC") == "—"


def test_times_are_told_in_the_zone() -> None:
    instant = datetime(2026, 3, 3, 16, 51, 7, tzinfo=UTC)
    assert moment.time(instant, "NY+7") == "3 Mar 2026 18:51:07"
    assert moment.time(instant, "UTC", seconds=False) == "3 Mar 2026 16:51"
    assert moment.utc(instant) == "2026-03-03T16:51:07+00:00"
    assert (moment.time(None, "UTC"), moment.day(None, "UTC"), moment.utc(None)) == ("—", "—", "")


def test_ages_have_one_unit() -> None:
    assert [moment.age(seconds) for seconds in (-3, 59, 3_700, 90_000)] == ["0 s", "59 s", "1 h", "1 d"]


def test_a_zone_has_a_short_name() -> None:
    names = [moment.short_zone(zone) for zone in ("NY+7", "UTC", "Europe/Berlin", "America/New_York")]
    assert names == ["NY+7", "UTC", "Berlin", "New York"]


def test_a_time_on_screen_carries_its_zone_and_the_same_instant_in_utc() -> None:
    shown: Any = stamp(datetime(2026, 3, 3, 16, 51, 7, tzinfo=UTC), "NY+7")
    assert shown.children == "3 Mar 2026 18:51:07"
    assert shown.title == "New York + 7 h · 2026-03-03T16:51:07+00:00"
    assert shown.dateTime == "2026-03-03T16:51:07+00:00"
    unknown: Any = stamp(None, "UTC")
    assert unknown.title == ""
