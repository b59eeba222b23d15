"""Long win rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Long win rate",
    Unit.FRACTION,
    Family.TRADES,
    formula="long wins / long n",
    undefined="No long trade in the period.",
    higher_is_better=True,
)
def long_win_rate(trades: TradeStatistics) -> NDArray[np.float64]:
    """Winning long trades as a fraction of the long ones.

    >>> from services.metrics._examples import trades
    >>> long_win_rate(trades(30.0, -10.0)).round(6)
    array([0.5])
    """
    return ratio(trades.long_wins, trades.longs)
