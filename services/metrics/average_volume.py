"""Average volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average volume",
    Unit.LOTS,
    Family.TRADES,
    formula="Σ volume / n",
    undefined="No closed trade in the period.",
)
def average_volume(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean lots of a trade.

    >>> from services.metrics._examples import trades
    >>> average_volume(trades(1.0, -2.0)).round(6)
    array([0.1])
    """
    return ratio(trades.volume, trades.n)
