"""Omega."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Omega",
    Unit.RATIO,
    Family.RETURNS,
    formula="Σ max(r, 0) / |Σ min(r, 0)|",
    undefined="It needs 20 days of returns, one of them negative.",
    higher_is_better=True,
    bases=(NET,),
    source="C. Keating and W. F. Shadwick, A Universal Performance Measure, 2002; threshold 0",
)
def omega_ratio(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Sum of the positive daily returns divided by the sum of the negative ones.

    >>> from services.metrics._examples import returns
    >>> omega_ratio(returns(0.02, -0.01)).round(6)
    array([2.])
    """
    return ratio(np.where(returns.n >= returns.least, returns.gains, np.nan), returns.pains)
