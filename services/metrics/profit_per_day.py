"""Profit per day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Profit per day",
    Unit.MONEY,
    Family.TRADES,
    formula="net profit / days",
    undefined="All trades closed at one instant.",
    higher_is_better=True,
    bases=(NET,),
)
def profit_per_day(trades: TradeStatistics) -> NDArray[np.float64]:
    """Net profit of the closed trades per calendar day from the first exit to the last.

    >>> from services.metrics._examples import trades
    >>> profit_per_day(trades(1.0, -2.0, 4.0)).round(6)
    array([1.5])
    """
    return ratio(trades.total, trades.days)
