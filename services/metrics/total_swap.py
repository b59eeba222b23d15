"""Swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Swap",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ swap",
    higher_is_better=True,
)
def total_swap(trades: TradeStatistics) -> NDArray[np.float64]:
    """Swap of the closed trades, negative when paid.

    >>> from services.metrics._examples import trades
    >>> total_swap(trades(30.0, -10.0)).round(6)
    array([0.])
    """
    return trades.swap
