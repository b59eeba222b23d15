"""Sharpe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import FLOAT_NOISE, ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Sharpe",
    Unit.RATIO,
    Family.RISK,
    formula="mean(r) / σ(r) × √P, risk-free rate 0",
    annualised="× √P",
    undefined="It needs 20 days with different returns.",
    higher_is_better=True,
    source="W. F. Sharpe, The Sharpe Ratio, 1994",
)
def sharpe_ratio(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Mean return divided by its standard deviation; of days, or of closing deals on the mt5 basis.

    >>> from services.metrics._examples import returns
    >>> sharpe_ratio(returns(0.01, -0.01, 0.02)).round(6)
    array([6.928203])
    """
    enough = returns.n >= returns.least
    deviation = np.sqrt(ratio(returns.squares, np.where(enough, returns.n - returns.ddof, np.nan)))
    noise = np.abs(returns.mean) * FLOAT_NOISE
    return ratio(returns.mean, np.where(deviation > noise, deviation, np.nan)) * np.sqrt(returns.per_year)
