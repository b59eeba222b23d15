"""System quality number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics

MOST_TRADES = 100


@metric(
    "System quality number",
    Unit.RATIO,
    Family.TRADES,
    formula="√min(n, 100) × mean / σ",
    undefined="It needs two trades with different results.",
    higher_is_better=True,
    source="Van K. Tharp, SQN",
)
def sqn(trades: TradeStatistics) -> NDArray[np.float64]:
    """How far the mean trade is from 0 in standard errors, n capped at 100; on money, not on R.

    >>> from services.metrics._examples import trades
    >>> sqn(trades(30.0, -10.0, 10.0)).round(6)
    array([0.866025])
    """
    mean = ratio(trades.total, trades.n)
    deviation = np.sqrt(ratio(trades.squares, trades.n - 1))
    return np.sqrt(np.minimum(trades.n, MOST_TRADES)) * ratio(mean, deviation)
