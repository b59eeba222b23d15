"""Payoff ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Payoff ratio",
    Unit.RATIO,
    Family.TRADES,
    formula="average win / |average loss|",
    undefined="It needs a winning and a losing trade.",
    higher_is_better=True,
)
def payoff_ratio(trades: TradeStatistics) -> NDArray[np.float64]:
    """Average win divided by average loss.

    >>> from services.metrics._examples import trades
    >>> payoff_ratio(trades(30.0, 10.0, -10.0)).round(6)
    array([2.])
    """
    return ratio(ratio(trades.gross_profit, trades.wins), ratio(-trades.gross_loss, trades.losses))
