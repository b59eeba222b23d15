"""Average win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average win",
    Unit.MONEY,
    Family.TRADES,
    formula="gross profit / wins",
    undefined="No winning trade in the period.",
    higher_is_better=True,
)
def average_win(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean result of the winning trades.

    >>> from services.metrics._examples import trades
    >>> average_win(trades(30.0, 10.0, -10.0)).round(6)
    array([20.])
    """
    return ratio(trades.gross_profit, trades.wins)
