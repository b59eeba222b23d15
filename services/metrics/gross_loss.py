"""Gross loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Gross loss",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ net profit of losses",
    higher_is_better=True,
)
def gross_loss(trades: TradeStatistics) -> NDArray[np.float64]:
    """Sum of the losing trades, a negative number.

    >>> from services.metrics._examples import trades
    >>> gross_loss(trades(30.0, -10.0)).round(6)
    array([-10.])
    """
    return trades.gross_loss
