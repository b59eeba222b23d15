"""Periods: named or given, cut at the days of a zone."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from services.calc.period import Period, months_of
from services.errors import InvalidInputError

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1d", "2026-11-21T22:00", "2026-11-22T22:00"),
        ("1w", "2026-11-15T22:00", "2026-11-22T22:00"),
        ("ytd", "2025-12-31T22:00", "2026-11-22T22:00"),
        ("2026-03-01..2026-03-31", "2026-02-28T22:00", "2026-03-31T21:00"),
    ],
)
def test_is_cut_at_midnight_of_the_zone(text: str, start: str, end: str) -> None:
    period = Period.parse(text, zone="NY+7", now=NOW)
    assert period.start == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert period.end == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_all_reaches_back_to_the_first_deal() -> None:
    assert Period.parse("all", zone="UTC", now=NOW).start is None


def test_three_months_end_today() -> None:
    period = Period.parse("3M", zone="UTC", now=NOW)
    assert (period.start, period.end) == (
        datetime(2026, 8, 23, tzinfo=UTC),
        datetime(2026, 11, 23, tzinfo=UTC),
    )


EDGES = ("2026-01-01..9999-12-31", "0001-01-01..2026-01-01")


@pytest.mark.parametrize(
    "text", ["", "..", "7x", "2026-13-01..", "2026-02-01..2026-01-01", "2026-01-01", *EDGES]
)
def test_what_is_no_period_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Period.parse(text, zone="UTC", now=NOW)


def test_months_are_those_of_the_zone() -> None:
    times = np.array(["2026-01-31T23:30", "2026-02-10T00:00"], dtype="datetime64[us]")
    assert [month.text for month in months_of(times, "Asia/Tokyo")] == ["2026-02"]
    assert [month.text for month in months_of(times, "UTC")] == ["2026-01", "2026-02"]
