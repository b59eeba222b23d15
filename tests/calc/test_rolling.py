"""Rolling figures day by day against the same figure of each window."""

from __future__ import annotations

import numpy as np
import pytest

from services.calc.rolling import rolling_sharpe, rolling_volatility

RETURNS = np.random.default_rng(3).normal(0.0005, 0.01, 100)


def test_each_day_is_the_figure_of_the_window_before_it() -> None:
    sharpe, volatility = rolling_sharpe(RETURNS, 252, 10), rolling_volatility(RETURNS, 252, 10)
    for day in range(9, 100):
        window = RETURNS[day - 9 : day + 1]
        deviation = window.std(ddof=1)
        assert volatility[day] == pytest.approx(deviation * np.sqrt(252))
        assert sharpe[day] == pytest.approx(window.mean() / deviation * np.sqrt(252))


def test_there_is_nothing_before_the_first_window() -> None:
    for rolling in (rolling_sharpe, rolling_volatility):
        assert np.isnan(rolling(RETURNS, 252)[:62]).all()
        assert not np.isnan(rolling(RETURNS, 252)[62:]).any()
        assert np.isnan(rolling(RETURNS[:20], 252)).all()
        assert rolling(RETURNS[:20], 252).size == 20


def test_a_window_in_which_nothing_varied_has_no_sharpe() -> None:
    flat = np.full(30, 0.001)
    assert np.isnan(rolling_sharpe(flat, 252, 10)).all()
    assert rolling_volatility(flat, 252, 10)[-1] == pytest.approx(0, abs=1e-15)
