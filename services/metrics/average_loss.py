"""Average loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average loss",
    Unit.MONEY,
    Family.TRADES,
    formula="gross loss / losses",
    undefined="No losing trade in the period.",
    higher_is_better=True,
)
def average_loss(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean result of the losing trades, a negative number.

    >>> from services.metrics._examples import trades
    >>> average_loss(trades(30.0, -10.0, -20.0)).round(6)
    array([-15.])
    """
    return ratio(trades.gross_loss, trades.losses)
