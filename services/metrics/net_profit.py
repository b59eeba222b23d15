"""Net profit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Net profit",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ net profit",
    higher_is_better=True,
)
def net_profit(trades: TradeStatistics) -> NDArray[np.float64]:
    """Sum of all closed trades after commission, swap and fee; deposits are not in it.

    >>> from services.metrics._examples import trades
    >>> net_profit(trades(30.0, -10.0)).round(6)
    array([20.])
    """
    return trades.total
