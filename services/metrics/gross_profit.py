"""Gross profit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Gross profit",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ net profit of wins",
    higher_is_better=True,
)
def gross_profit(trades: TradeStatistics) -> NDArray[np.float64]:
    """Sum of the winning trades.

    >>> from services.metrics._examples import trades
    >>> gross_profit(trades(30.0, -10.0)).round(6)
    array([30.])
    """
    return trades.gross_profit
