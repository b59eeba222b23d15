"""Best trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "Best trade",
    Unit.MONEY,
    Family.MONEY,
    formula="max net result",
    undefined="No closed trade in the period.",
    higher_is_better=True,
    has_interval=False,
)
def best_trade(trades: TradeStatistics) -> NDArray[np.float64]:
    """The largest result of a trade, even where it is a loss.

    >>> from services.metrics._examples import trades
    >>> best_trade(trades(-30.0, -10.0)).round(6)
    array([-10.])
    """
    return trades.best
