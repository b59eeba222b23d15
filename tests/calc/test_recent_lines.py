"""Lines of recent equity: carried forward, added up, broken where nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from services.calc.equity import Track
from services.calc.recent_lines import MOST_POINTS, change_line, total_line

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = START + timedelta(hours=1)
FIRST = np.datetime64("2026-11-20T12:00", "us")


def track(minutes: list[float], values: list[float], flows: dict[int, float] | None = None) -> Track:
    value = np.array(values)
    flow = np.array([(flows or {}).get(place, 0.0) for place in range(value.size)], dtype=np.float64)
    growth = np.ones(value.size, dtype=np.float64)
    growth[1:] = (value[1:] - flow[1:]) / value[:-1]
    index = np.cumprod(growth, dtype=np.float64)
    time = FIRST + (np.array(minutes) * 60e6).astype("timedelta64[us]")
    return Track(
        value[0] if value.size else 0.0, time, value, value, flow, index, np.ones(value.size, dtype=bool)
    )


def every_minute(first: float, step: float) -> Track:
    return track([float(n) for n in range(-1, 60)], [first + step * n for n in range(61)])


def test_accounts_are_added_at_every_instant_that_one_was_recorded_at() -> None:
    found = total_line([every_minute(100, 1), every_minute(1_000, 0)], [170, 1_000], START, NOW)
    assert found.time[0] == FIRST
    assert found.value[0] == pytest.approx(1_101)
    assert found.value[-1] == pytest.approx(1_170)
    assert np.isfinite(found.value).all()


def test_before_an_account_began_the_total_is_unknown() -> None:
    late = track([30.0, 31.0], [5.0, 5.0])
    found = total_line([every_minute(100, 1), late], [160, 5], START, NOW)
    assert np.isnan(found.value[0])
    assert found.is_drawn


def test_a_silence_in_which_something_changed_is_a_hole() -> None:
    found = total_line([track([-1.0, 50.0, 51.0], [100.0, 90.0, 91.0])], [92], START, NOW)
    holes = np.flatnonzero(np.isnan(found.value))
    assert holes.size >= 1
    assert found.value[0] == 100
    still = total_line([track([-1.0, 50.0, 51.0], [100.0, 100.0, 100.0])], [100], START, NOW)
    assert np.isfinite(still.value).all()


def test_a_deposit_is_no_change() -> None:
    one = track([-1.0, 1.0, 2.0, 3.0], [100.0, 110.0, 160.0, 176.0], {2: 50.0})
    found = change_line(one, 176, START, START + timedelta(minutes=4))
    assert found.value[-1] == pytest.approx(0.21)
    assert found.value[0] == 0


def test_the_last_point_is_now() -> None:
    assert change_line(every_minute(100, 0), 110, START, NOW).value[-1] == pytest.approx(0.10)


def test_an_account_without_a_record_has_no_line() -> None:
    assert not change_line(track([], []), 0, START, NOW).is_drawn


def test_a_long_record_is_thinned() -> None:
    many = track([n / 60 for n in range(3_600)], [100.0 + n % 7 for n in range(3_600)])
    found = total_line([many], [100], START, NOW)
    assert MOST_POINTS / 2 < found.time.size <= MOST_POINTS + 2
