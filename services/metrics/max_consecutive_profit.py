"""Best run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Best run",
    Unit.MONEY,
    Family.TRADES,
    formula="max over winning runs of Σ result",
    higher_is_better=True,
    has_interval=False,
)
def max_consecutive_profit(trades: TradeStatistics) -> NDArray[np.float64]:
    """The largest sum of winning trades in a row.

    >>> from services.metrics._examples import trades
    >>> max_consecutive_profit(trades(1.0, 2.0, -1.0, 9.0)).round(6)
    array([9.])
    """
    return trades.profit_run_money
