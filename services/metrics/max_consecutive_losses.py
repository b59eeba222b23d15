"""Longest losing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Longest losing run",
    Unit.COUNT,
    Family.TRADES,
    formula="longest run of losses",
    higher_is_better=False,
    has_interval=False,
)
def max_consecutive_losses(trades: TradeStatistics) -> NDArray[np.float64]:
    """Most losing trades in a row.

    >>> from services.metrics._examples import trades
    >>> max_consecutive_losses(trades(-1.0, -2.0, 1.0)).round(6)
    array([2.])
    """
    return trades.loss_run
