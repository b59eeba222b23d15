"""Recovery factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics, TradeStatistics


@metric(
    "Recovery factor",
    Unit.RATIO,
    Family.RISK,
    formula="net profit / max drawdown in money",
    undefined="No drawdown to divide by.",
    higher_is_better=True,
)
def recovery_factor(trades: TradeStatistics, drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Net profit divided by the maximal drawdown in money (of equity where it is known, else of balance).

    >>> from services.metrics._examples import drawdown, trades
    >>> recovery_factor(trades(30.0, -10.0), drawdown(100.0, 90.0, 120.0)).round(6)
    array([2.])
    """
    fall = np.where(np.isnan(drawdown.equity_money), drawdown.balance_money, drawdown.equity_money)
    return ratio(trades.total, fall)
