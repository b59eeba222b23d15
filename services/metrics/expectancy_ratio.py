"""Expectancy ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Expectancy ratio",
    Unit.RATIO,
    Family.TRADES,
    formula="expectancy / |average loss|",
    undefined="No losing trade in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def expectancy_ratio(trades: TradeStatistics) -> NDArray[np.float64]:
    """Mean result of a trade for each unit of money that an average loss costs.

    >>> from services.metrics._examples import trades
    >>> expectancy_ratio(trades(30.0, -10.0)).round(6)
    array([1.])
    """
    return ratio(ratio(trades.total, trades.n), ratio(-trades.gross_loss, trades.losses))
