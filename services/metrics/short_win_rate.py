"""Short win rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Short win rate",
    Unit.FRACTION,
    Family.TRADES,
    formula="short wins / short n",
    undefined="No short trade in the period.",
    higher_is_better=True,
)
def short_win_rate(trades: TradeStatistics) -> NDArray[np.float64]:
    """Winning short trades as a fraction of the short ones.

    >>> from services.metrics._examples import trades
    >>> short_win_rate(trades(30.0, -10.0, shorts=1)).round(6)
    array([1.])
    """
    return ratio(trades.short_wins, trades.shorts)
