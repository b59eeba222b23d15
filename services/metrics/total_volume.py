"""Volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Volume",
    Unit.LOTS,
    Family.MONEY,
    formula="Σ volume",
)
def total_volume(trades: TradeStatistics) -> NDArray[np.float64]:
    """Lots closed.

    >>> from services.metrics._examples import trades
    >>> total_volume(trades(30.0, -10.0)).round(6)
    array([0.2])
    """
    return trades.volume
