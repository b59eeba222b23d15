"""Worst run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Worst run",
    Unit.MONEY,
    Family.TRADES,
    formula="min over losing runs of Σ result",
    higher_is_better=True,
    has_interval=False,
)
def max_consecutive_loss(trades: TradeStatistics) -> NDArray[np.float64]:
    """The largest sum of losing trades in a row, a negative number.

    >>> from services.metrics._examples import trades
    >>> max_consecutive_loss(trades(-1.0, -2.0, 1.0)).round(6)
    array([-3.])
    """
    return trades.deficit_run_money
