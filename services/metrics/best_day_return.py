"""Best day, return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Best day, return",
    Unit.FRACTION,
    Family.RETURNS,
    formula="max r",
    undefined="No day with positive capital in the period.",
    higher_is_better=True,
    bases=(NET,),
    has_interval=False,
)
def best_day_return(returns: ReturnStatistics) -> NDArray[np.float64]:
    """The largest daily return.

    >>> from services.metrics._examples import returns
    >>> best_day_return(returns(0.01, -0.01, 0.02)).round(6)
    array([0.02])
    """
    return returns.best
