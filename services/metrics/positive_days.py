"""Positive days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Positive days",
    Unit.FRACTION,
    Family.RETURNS,
    formula="n(r > 0) / n",
    undefined="No day with positive capital in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def positive_days(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Days with a return above 0 as a fraction of all days.

    >>> from services.metrics._examples import returns
    >>> positive_days(returns(0.01, -0.01)).round(6)
    array([0.5])
    """
    return ratio(returns.positive, returns.n)
