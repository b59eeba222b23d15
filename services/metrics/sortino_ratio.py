"""Sortino."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Sortino",
    Unit.RATIO,
    Family.RISK,
    formula="mean(r) / √mean(min(r, 0)²) × √P",
    annualised="× √P",
    undefined="It needs 20 days of returns, one of them negative.",
    higher_is_better=True,
    bases=(NET,),
    source="F. Sortino and L. Price, 1994",
)
def sortino_ratio(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Mean return divided by downside deviation over all days, annualised.

    >>> from services.metrics._examples import returns
    >>> sortino_ratio(returns(0.01, -0.01, 0.02)).round(6)
    array([18.330303])
    """
    enough = np.where(returns.n >= returns.least, returns.n, np.nan)
    downside = np.sqrt(ratio(returns.downside, enough))
    return ratio(returns.mean, downside) * np.sqrt(returns.per_year)
