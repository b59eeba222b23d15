"""AHPR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "AHPR",
    Unit.RATIO,
    Family.RETURNS,
    formula="mean(1 + r)",
    undefined="No return in the period.",
    higher_is_better=True,
    source="MetaTrader 5 report",
)
def ahpr(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Arithmetic mean of the holding period returns: the average factor of one step.

    >>> from services.metrics._examples import returns
    >>> ahpr(returns(0.01, 0.03)).round(6)
    array([1.02])
    """
    return returns.mean + 1
