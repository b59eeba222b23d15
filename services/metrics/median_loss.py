"""Median loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import median_where
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Median loss",
    Unit.MONEY,
    Family.TRADES,
    formula="median of the losing results",
    undefined="No losing trade in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def median_loss(results: TradeSeries) -> NDArray[np.float64]:
    """The losing trade in the middle, a negative number: half of the losses are larger, half are smaller.

    >>> from services.metrics._examples import results
    >>> median_loss(results(30.0, -10.0, -20.0)).round(6)
    array([-15.])
    """
    return median_where(results.net, results.outcome < 0)
