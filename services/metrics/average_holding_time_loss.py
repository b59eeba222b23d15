"""Average holding time, losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average holding time, losses",
    Unit.SECONDS,
    Family.TRADES,
    bases=(NET,),
    formula="Σ (exit - entry) / losses",
    undefined="No losing trade with a known entry in the period.",
)
def average_holding_time_loss(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean time from entry to exit of the losing trades.

    >>> from services.metrics._examples import trades
    >>> average_holding_time_loss(trades(1.0, -2.0, hours=2.0)).round(6)
    array([7200.])
    """
    return ratio(trades.loss_seconds, trades.timed_losses)
