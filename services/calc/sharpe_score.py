"""How sure a Sharpe ratio is, and the best one that luck alone would show among many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from services.calc.distribution import normal_quantile
from services.calc.statistics import FLOAT_NOISE, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


def sharpe_score(returns: ReturnStatistics, threshold: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard errors between the daily Sharpe ratio and *threshold*, skewness and kurtosis counted.

    NaN with too few returns, and where nothing varied.
    """
    enough = np.where(returns.n >= returns.least, returns.n, np.nan)
    deviation = np.sqrt(ratio(returns.squares, enough - returns.ddof))
    noise = np.abs(returns.mean) * FLOAT_NOISE
    sharpe = ratio(returns.mean, np.where(deviation > noise, deviation, np.nan))
    variance = ratio(returns.squares, enough)
    skewness = ratio(ratio(returns.cubes, enough), np.power(variance, 1.5))
    kurtosis = ratio(ratio(returns.fourths, enough), np.square(variance))
    spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * np.square(sharpe)
    error = np.sqrt(np.where(spread > 0, spread, np.nan))
    return ratio((sharpe - threshold) * np.sqrt(enough - 1), error)


def luckiest_sharpe(accounts: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest Sharpe ratio expected of so many accounts without skill; 0 for one account.

    *variance* is that of their Sharpe ratios.

    >>> luckiest_sharpe(np.array([10.0]), np.array([1.0])).round(4)
    array([1.5746])
    """
    several = np.where(accounts > 1, accounts, np.nan)
    best = normal_quantile(1 - 1 / several)
    better = normal_quantile(1 - 1 / (several * math.e))
    expected = np.sqrt(variance) * ((1 - np.euler_gamma) * best + np.euler_gamma * better)
    return np.where(accounts == 1, 0.0, expected)
