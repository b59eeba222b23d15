"""Profit factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Profit factor",
    Unit.RATIO,
    Family.TRADES,
    formula="gross profit / |gross loss|",
    undefined="No losing trade to divide by.",
    higher_is_better=True,
)
def profit_factor(trades: TradeStatistics) -> NDArray[np.float64]:
    """Gross profit divided by gross loss.

    >>> from services.metrics._examples import trades
    >>> profit_factor(trades(30.0, -10.0)).round(6)
    array([3.])
    """
    return ratio(trades.gross_profit, -trades.gross_loss)
