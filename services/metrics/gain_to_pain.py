"""Gain to pain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Gain to pain",
    Unit.RATIO,
    Family.RETURNS,
    formula="Σ r / |Σ min(r, 0)|",
    undefined="No losing day to divide by.",
    higher_is_better=True,
    bases=(NET,),
    source="J. D. Schwager, Hedge Fund Market Wizards, 2012",
)
def gain_to_pain(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Sum of daily returns divided by the sum of the negative ones.

    >>> from services.metrics._examples import returns
    >>> gain_to_pain(returns(0.02, -0.01)).round(6)
    array([1.])
    """
    return ratio(returns.gains - returns.pains, returns.pains)
