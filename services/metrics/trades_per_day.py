"""Trades per day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Trades per day",
    Unit.RATIO,
    Family.TRADES,
    formula="n / days",
    undefined="All trades closed at one instant.",
    has_interval=False,
)
def trades_per_day(trades: TradeStatistics) -> NDArray[np.float64]:
    """Closed trades per calendar day from the first exit to the last.

    >>> from services.metrics._examples import trades
    >>> trades_per_day(trades(1.0, -2.0, 3.0)).round(6)
    array([1.5])
    """
    return ratio(trades.n, trades.days)
