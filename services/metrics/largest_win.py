"""Largest win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Largest win",
    Unit.MONEY,
    Family.TRADES,
    formula="max result",
    undefined="No winning trade in the period.",
    higher_is_better=True,
    has_interval=False,
)
def largest_win(trades: TradeStatistics) -> NDArray[np.float64]:
    """The best trade.

    >>> from services.metrics._examples import trades
    >>> largest_win(trades(30.0, -10.0)).round(6)
    array([30.])
    """
    return trades.largest_win
