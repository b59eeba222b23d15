"""Kelly fraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Kelly fraction",
    Unit.FRACTION,
    Family.TRADES,
    formula="W - (1 - W) / payoff ratio",
    undefined="It needs a winning and a losing trade.",
    higher_is_better=True,
    source="J. L. Kelly, A New Interpretation of Information Rate, 1956",
)
def kelly_fraction(trades: TradeStatistics) -> NDArray[np.float64]:
    """Fraction of capital that would grow fastest if the past repeated itself.

    >>> from services.metrics._examples import trades
    >>> kelly_fraction(trades(30.0, 10.0, -10.0)).round(6)
    array([0.5])
    """
    payoff = ratio(ratio(trades.gross_profit, trades.wins), ratio(-trades.gross_loss, trades.losses))
    wins = ratio(trades.wins, trades.n)
    return wins - ratio(1 - wins, payoff)
