"""Expectancy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Expectancy",
    Unit.MONEY,
    Family.TRADES,
    formula="net profit / n",
    undefined="No closed trade in the period.",
    higher_is_better=True,
)
def expectancy(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean net result of a trade (MetaTrader: expected payoff).

    >>> from services.metrics._examples import trades
    >>> expectancy(trades(30.0, -10.0)).round(6)
    array([10.])
    """
    return ratio(trades.total, trades.n)
