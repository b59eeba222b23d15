"""Trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Trades",
    Unit.COUNT,
    Family.TRADES,
    formula="n",
    has_interval=False,
)
def total_trades(trades: TradeStatistics) -> NDArray[np.float64]:
    """Closed trades: round trips on the net basis, closing deals on the mt5 basis.

    >>> from services.metrics._examples import trades
    >>> total_trades(trades(30.0, -10.0)).round(6)
    array([2.])
    """
    return trades.n
