"""Current run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Current run",
    Unit.COUNT,
    Family.TRADES,
    formula="length of the last run, with its sign",
    has_interval=False,
)
def current_streak(trades: TradeStatistics) -> NDArray[np.float64]:
    """Winning (positive) or losing (negative) trades in a row at the end.

    >>> from services.metrics._examples import trades
    >>> current_streak(trades(1.0, -2.0, -3.0)).round(6)
    array([-2.])
    """
    return trades.current_run
