"""Probabilistic and deflated Sharpe ratio against the worked example of their authors."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.distribution import normal_cdf
from services.calc.return_kernel import return_statistics
from services.calc.sharpe_score import luckiest_sharpe, sharpe_score

if TYPE_CHECKING:
    from services.calc.statistics import ReturnStatistics

DAYS, YEAR = 1_250, 250


def example() -> ReturnStatistics:
    """Five years of 250 days with an annual Sharpe of 2.5, skewness -3 and kurtosis 10."""
    plain = return_statistics(np.zeros(DAYS), per_year=YEAR, days=1_826.0, ddof=0)
    number = np.array([float(DAYS)])
    return replace(
        plain,
        mean=np.array([2.5 / math.sqrt(YEAR)]),
        squares=number,
        cubes=-3 * number,
        fourths=10 * number,
    )


def test_the_example_of_the_paper_is_met() -> None:
    """Bailey, López de Prado, The Deflated Sharpe Ratio, 2014: 100 trials, variance 1/2 a year."""
    luck = luckiest_sharpe(np.array([100.0]), np.array([0.5 / YEAR]))
    assert luck[0] == pytest.approx(0.1132, abs=5e-5)
    assert normal_cdf(sharpe_score(example(), luck))[0] == pytest.approx(0.9004, abs=5e-5)


def test_one_account_was_not_chosen_by_luck() -> None:
    assert luckiest_sharpe(np.array([1.0]), np.array([0.5]))[0] == 0


def test_luck_grows_with_the_number_of_accounts_and_with_their_spread() -> None:
    by_number = luckiest_sharpe(np.array([2.0, 20.0, 200.0]), np.full(3, 0.01))
    assert (np.diff(by_number) > 0).all()
    assert luckiest_sharpe(np.array([20.0]), np.array([0.04]))[0] == pytest.approx(2 * by_number[1])


def test_is_undefined_with_few_days_and_where_nothing_varies() -> None:
    few = return_statistics(np.array([0.01, -0.01]), per_year=252, days=2.0)
    flat = return_statistics(np.full(50, 0.001), per_year=252, days=50.0)
    assert np.isnan(sharpe_score(few, np.zeros(1))).all()
    assert np.isnan(sharpe_score(flat, np.zeros(1))).all()
