"""The table of falls, and what the whole table says of recoveries."""

from __future__ import annotations

import math

import numpy as np
import pytest

from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.drawdown_table import average_recovery_days, drawdowns
from services.metrics._examples import START, track

DAY = np.timedelta64(1, "D")


def test_a_fall_has_its_peak_valley_end_depth_and_money() -> None:
    drawn = track(100.0, 120.0, 90.0, 96.0, 130.0)
    (fall,) = drawdowns(drawn, drawn.is_equity)
    assert (fall.start, fall.valley, fall.end) == (START + DAY, START + 2 * DAY, START + 4 * DAY)
    assert (fall.depth, fall.money, fall.days, fall.recovery_days) == (pytest.approx(0.25), 30, 3, 2)
    assert not fall.is_open


def test_a_fall_that_goes_on_has_no_end_and_no_recovery() -> None:
    drawn = track(100.0, 90.0, 95.0)
    (fall,) = drawdowns(drawn, drawn.is_equity)
    assert fall.is_open
    assert (fall.recovery_days, fall.days) == (None, 2)


def test_the_deepest_come_first_and_only_so_many() -> None:
    values = [100.0]
    for depth in range(1, 15):
        values += [values[-1] * (1 - depth / 100), values[-1] * 1.01]
    drawn = track(*values)
    found = drawdowns(drawn, drawn.is_equity)
    assert [round(fall.depth, 6) for fall in found] == [depth / 100 for depth in range(14, 4, -1)]


def test_a_withdrawal_is_no_fall_and_money_is_without_it() -> None:
    drawn = track(100.0, 120.0, 70.0, 63.0, flow=(0.0, 0.0, -50.0, 0.0))
    (fall,) = drawdowns(drawn, drawn.is_equity)
    assert fall.valley == START + 3 * DAY
    assert (fall.depth, fall.money) == (pytest.approx(0.1), pytest.approx(7.0))


def test_the_capital_before_a_period_is_a_peak() -> None:
    drawn = track(100.0, 90.0, 95.0)
    inside = np.array([False, True, True])
    (fall,) = drawdowns(drawn, inside)
    assert (fall.start, fall.depth) == (START, pytest.approx(0.1))


def test_recovery_is_from_the_valley_of_those_that_ended() -> None:
    drawn = track(100.0, 90.0, 95.0, 110.0, 100.0, 111.0, 50.0)
    assert average_recovery_days(drawn, drawn.is_equity) == pytest.approx((2 + 1) / 2)
    never = track(100.0, 90.0)
    assert math.isnan(average_recovery_days(never, never.is_equity))


def test_the_table_and_the_statistics_see_the_same_falls() -> None:
    values = 1_000 * np.cumprod(1 + np.random.default_rng(5).normal(0, 0.01, 400))
    drawn = track(*values.tolist())
    found = drawdowns(drawn, drawn.is_equity, most=10_000)
    numbers = drawdown_statistics(drawn, drawn.is_equity)
    assert len(found) == numbers.episodes[0]
    assert found[0].depth == pytest.approx(numbers.equity[0])
    assert np.mean([fall.depth for fall in found]) == pytest.approx(numbers.average[0])
    assert max(fall.days for fall in found) == numbers.longest_days[0]


def test_nothing_fell_where_nothing_is() -> None:
    drawn = track(100.0, 110.0)
    assert drawdowns(drawn, drawn.is_equity) == ()
    assert drawdowns(drawn, np.zeros(2, dtype=bool)) == ()
