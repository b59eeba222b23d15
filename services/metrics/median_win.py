"""Median win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import median_where
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Median win",
    Unit.MONEY,
    Family.TRADES,
    formula="median of the winning results",
    undefined="No winning trade in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def median_win(results: TradeSeries) -> NDArray[np.float64]:
    """The winning trade in the middle: half of the wins are larger, half are smaller.

    >>> from services.metrics._examples import results
    >>> median_win(results(30.0, 10.0, 20.0, -5.0)).round(6)
    array([20.])
    """
    return median_where(results.net, results.outcome > 0)
