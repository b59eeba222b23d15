"""Expectancy in R."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import mean_known
from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Expectancy in R",
    Unit.RATIO,
    Family.TRADES,
    formula="mean(net / risk)",
    undefined="No stop is known that would say what a trade risked.",
    higher_is_better=True,
    bases=(NET,),
    source="Van K. Tharp, Trade Your Way to Financial Freedom, 1999",
)
def expectancy_r(results: TradeSeries) -> NDArray[np.float64]:
    """Mean result of a trade in multiples of what its first stop would have lost, over trades with a stop.

    >>> from services.metrics._examples import results
    >>> expectancy_r(results(30.0, -10.0, risk=(10.0, 10.0))).round(6)
    array([1.])
    """
    return mean_known(ratio(results.net, results.risk))
