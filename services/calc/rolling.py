"""Sharpe and volatility of the last so many days, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from services.calc.statistics import FLOAT_NOISE, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries

    Rolling = Callable[[NDArray[np.float64], float], NDArray[np.float64]]

WINDOW = 63


def rolling_volatility(
    returns: NDArray[np.float64], per_year: float, window: int = WINDOW
) -> NDArray[np.float64]:
    """Annualised standard deviation of the *window* days up to each day; NaN before there are so many."""
    return _padded(_deviation(returns, window) * np.sqrt(per_year), returns.size)


def rolling_sharpe(
    returns: NDArray[np.float64], per_year: float, window: int = WINDOW
) -> NDArray[np.float64]:
    """Annualised Sharpe of the *window* days up to each day; NaN before, and where nothing varied."""
    if returns.size < window:
        return np.full(returns.size, np.nan)
    mean = sliding_window_view(returns, window).mean(axis=-1)
    deviation = _deviation(returns, window)
    varied = np.where(deviation > np.abs(mean) * FLOAT_NOISE, deviation, np.nan)
    return _padded(ratio(mean, varied) * np.sqrt(per_year), returns.size)


def latest(rolling: Rolling, series: ReturnSeries) -> NDArray[np.float64]:
    """The figure of the last window of each row; NaN where there are too few days."""
    figures = [rolling(row[-WINDOW:], series.per_year) for row in series.daily]
    return np.array([figure[-1] if figure.size else np.nan for figure in figures])


def _deviation(returns: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    if returns.size < window:
        return np.zeros(0)
    deviation: NDArray[np.float64] = sliding_window_view(returns, window).std(axis=-1, ddof=1)
    return deviation


def _padded(values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The values with NaN before them."""
    return np.concatenate((np.full(size - values.size, np.nan), values))
