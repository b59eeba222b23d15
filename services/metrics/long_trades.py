"""Long trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Long trades",
    Unit.COUNT,
    Family.TRADES,
    formula="n(long)",
)
def long_trades(trades: TradeStatistics) -> NDArray[np.float64]:
    """Trades that bought first.

    >>> from services.metrics._examples import trades
    >>> long_trades(trades(30.0, -10.0)).round(6)
    array([2.])
    """
    return trades.longs
