"""Average winning run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average winning run",
    Unit.RATIO,
    Family.TRADES,
    formula="wins / winning runs",
    undefined="No winning run in the period.",
    higher_is_better=True,
    has_interval=False,
)
def average_consecutive_wins(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean length of a run of winning trades.

    >>> from services.metrics._examples import trades
    >>> average_consecutive_wins(trades(1.0, 2.0, -1.0, 3.0)).round(6)
    array([1.5])
    """
    return ratio(trades.wins, trades.win_runs)
