"""Average losing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Average losing run",
    Unit.RATIO,
    Family.TRADES,
    formula="losses / losing runs",
    undefined="No losing run in the period.",
    higher_is_better=False,
    has_interval=False,
)
def average_consecutive_losses(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean length of a run of losing trades.

    >>> from services.metrics._examples import trades
    >>> average_consecutive_losses(trades(-1.0, -2.0, 1.0)).round(6)
    array([2.])
    """
    return ratio(trades.losses, trades.loss_runs)
