"""Skewness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Skewness",
    Unit.RATIO,
    Family.RETURNS,
    formula="mean((r - mean)³) / σ³",
    undefined="It needs 20 days with different returns.",
    higher_is_better=True,
    bases=(NET,),
)
def skewness(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Asymmetry of daily returns; negative when large losses are commoner than large gains.

    >>> from services.metrics._examples import returns
    >>> skewness(returns(0.01, -0.01, 0.02)).round(6)
    array([-0.381802])
    """
    enough = np.where(returns.n >= returns.least, returns.n, np.nan)
    variance = ratio(returns.squares, enough)
    return ratio(ratio(returns.cubes, enough), np.power(variance, 1.5))
