"""Largest loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Largest loss",
    Unit.MONEY,
    Family.TRADES,
    formula="min result",
    undefined="No losing trade in the period.",
    higher_is_better=True,
    has_interval=False,
)
def largest_loss(trades: TradeStatistics) -> NDArray[np.float64]:
    """The worst trade, a negative number.

    >>> from services.metrics._examples import trades
    >>> largest_loss(trades(30.0, -10.0)).round(6)
    array([-10.])
    """
    return trades.largest_loss
