"""Excess kurtosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Excess kurtosis",
    Unit.RATIO,
    Family.RETURNS,
    formula="mean((r - mean)⁴) / σ⁴ - 3",
    undefined="It needs 20 days with different returns.",
    higher_is_better=False,
    bases=(NET,),
)
def kurtosis(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Weight of the tails of daily returns; 0 for a normal distribution.

    >>> from services.metrics._examples import returns
    >>> kurtosis(returns(0.01, -0.01, 0.02)).round(6)
    array([-1.5])
    """
    enough = np.where(returns.n >= returns.least, returns.n, np.nan)
    variance = ratio(returns.squares, enough)
    return ratio(ratio(returns.fourths, enough), np.square(variance)) - 3
