"""Losing trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Losing trades",
    Unit.COUNT,
    Family.TRADES,
    formula="n(result < 0)",
)
def losing_trades(trades: TradeStatistics) -> NDArray[np.float64]:
    """Trades with a result below 0.

    >>> from services.metrics._examples import trades
    >>> losing_trades(trades(30.0, -10.0)).round(6)
    array([1.])
    """
    return trades.losses
