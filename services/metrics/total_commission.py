"""Commission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Commission",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ commission",
    higher_is_better=True,
)
def total_commission(trades: TradeStatistics) -> NDArray[np.float64]:
    """Commission of the closed trades, negative when paid.

    >>> from services.metrics._examples import trades
    >>> total_commission(trades(30.0, -10.0)).round(6)
    array([-2.])
    """
    return trades.commission
