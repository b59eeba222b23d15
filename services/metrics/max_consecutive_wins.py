"""Longest winning run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Longest winning run",
    Unit.COUNT,
    Family.TRADES,
    formula="longest run of wins",
    higher_is_better=True,
    has_interval=False,
)
def max_consecutive_wins(trades: TradeStatistics) -> NDArray[np.float64]:
    """Most winning trades in a row.

    >>> from services.metrics._examples import trades
    >>> max_consecutive_wins(trades(1.0, 2.0, -1.0, 3.0)).round(6)
    array([2.])
    """
    return trades.win_run
