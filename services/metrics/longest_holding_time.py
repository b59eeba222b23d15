"""Longest holding time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Longest holding time",
    Unit.SECONDS,
    Family.TRADES,
    bases=(NET,),
    formula="max (exit - entry)",
    undefined="No trade with a known entry in the period.",
    has_interval=False,
)
def longest_holding_time(trades: TradeStatistics) -> NDArray[np.float64]:
    """The longest time from entry to exit.

    >>> from services.metrics._examples import trades
    >>> longest_holding_time(trades(1.0, -2.0, hours=2.0)).round(6)
    array([7200.])
    """
    return trades.longest_seconds
