"""Win rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Win rate",
    Unit.FRACTION,
    Family.TRADES,
    formula="wins / n",
    undefined="No closed trade in the period.",
    higher_is_better=True,
)
def win_rate(trades: TradeStatistics) -> NDArray[np.float64]:
    """Winning trades as a fraction of all trades.

    >>> from services.metrics._examples import trades
    >>> win_rate(trades(30.0, -10.0)).round(6)
    array([0.5])
    """
    return ratio(trades.wins, trades.n)
