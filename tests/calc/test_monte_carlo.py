"""Paths from drawn days: never below nothing, the same for a seed, right where truth is known."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc.monte_carlo import LOSSES, QUANTILES, Horizon, monte_carlo
from services.calc.return_kernel import LEAST_DAYS, DailySeries

if TYPE_CHECKING:
    from numpy.typing import NDArray

returns_of_days = st.lists(st.floats(-0.99, 0.5), min_size=LEAST_DAYS, max_size=60)


def days(returns: NDArray[np.float64], per_year: int = 252) -> DailySeries:
    calendar = np.datetime64("2026-01-05") + np.arange(returns.size)
    return DailySeries(calendar, returns, returns, per_year)


def test_equal_returns_leave_no_fan() -> None:
    found = monte_carlo(days(np.full(40, 0.01)), Horizon.MONTH, paths=50)
    expected = 1.01 ** np.arange(22) - 1
    for row in found.fan:
        assert row == pytest.approx(expected)
    assert found.chances.tolist() == [0.0] * LOSSES.size


@settings(max_examples=25, deadline=None)
@given(returns_of_days)
def test_a_deeper_loss_is_never_likelier_and_nobody_loses_more_than_everything(returns: list[float]) -> None:
    found = monte_carlo(days(np.array(returns)), Horizon.MONTH, paths=100)
    assert (np.diff(found.chances) <= 0).all()
    assert (found.fan >= -1).all()
    assert (np.diff(found.fan, axis=0) >= 0).all()
    assert (found.fan[:, 0] == 0).all()


def test_days_of_minus_99_percent_never_pass_minus_100() -> None:
    found = monte_carlo(days(np.full(30, -0.99)), Horizon.YEAR, paths=20)
    assert found.fan.min() >= -1
    assert found.chances[:9].tolist() == [1.0] * 9
    below = monte_carlo(days(np.full(30, -1.5)), Horizon.MONTH, paths=20)
    assert below.fan.min() == -1
    assert below.chances[-1] == 1.0


def test_a_loss_that_is_reached_exactly_counts() -> None:
    found = monte_carlo(days(np.array([-0.1, 0.0] * 15)), Horizon.MONTH, paths=200)
    assert found.chances[0] == 1.0


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    series = days(np.random.default_rng(1).normal(0.001, 0.01, 100))
    one, same = (monte_carlo(series, Horizon.QUARTER, paths=100) for _ in range(2))
    other = monte_carlo(series, Horizon.QUARTER, paths=100, seed=7)
    assert np.array_equal(one.fan, same.fan)
    assert np.array_equal(one.chances, same.chances)
    assert not np.array_equal(one.fan, other.fan)


def test_independent_normal_days_end_where_theory_says() -> None:
    logs = np.random.default_rng(5).normal(0.0004, 0.01, 20_000)
    paths = 4_000
    found = monte_carlo(days(np.expm1(logs)), Horizon.QUARTER, paths=paths)
    mean, deviation = logs.mean() * found.days, logs.std() * math.sqrt(found.days)
    for chance, end in zip(QUANTILES, found.ends, strict=True):
        place = NormalDist(mean, deviation).inv_cdf(chance)
        density = NormalDist(mean, deviation).pdf(place)
        error = math.sqrt(chance * (1 - chance) / paths) / density
        assert math.log1p(end) == pytest.approx(place, abs=5 * error)


def test_nineteen_days_say_nothing_and_say_so() -> None:
    found = monte_carlo(days(np.full(19, 0.01)), Horizon.MONTH)
    assert found.reason == "It takes 20 daily returns; there are 19."
    assert np.isnan(found.ends).all()
    assert np.isnan(found.chances).all()


def test_a_capital_that_was_used_up_has_no_outlook() -> None:
    returns = np.full(30, 0.01)
    returns[20:] = np.nan
    assert "used up" in monte_carlo(days(returns), Horizon.MONTH).reason


@pytest.mark.parametrize(
    ("horizon", "per_year", "length"), [("1m", 252, 21), ("3m", 365, 91), ("1y", 365, 365)]
)
def test_a_horizon_has_the_days_of_the_accounts_own_year(horizon: str, per_year: int, length: int) -> None:
    found = monte_carlo(days(np.full(30, 0.01), per_year), Horizon(horizon), paths=2)
    assert found.fan.shape == (len(QUANTILES), length + 1)
