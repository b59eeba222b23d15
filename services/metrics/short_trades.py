"""Short trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Short trades",
    Unit.COUNT,
    Family.TRADES,
    formula="n(short)",
)
def short_trades(trades: TradeStatistics) -> NDArray[np.float64]:
    """Trades that sold first.

    >>> from services.metrics._examples import trades
    >>> short_trades(trades(30.0, -10.0, shorts=1)).round(6)
    array([1.])
    """
    return trades.shorts
