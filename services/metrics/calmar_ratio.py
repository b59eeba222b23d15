"""Calmar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric
from services.metrics.cagr import cagr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics, ReturnStatistics


@metric(
    "Calmar",
    Unit.RATIO,
    Family.RISK,
    formula="CAGR / max drawdown",
    annualised="365.25 days",
    undefined="It needs 30 days of history and a drawdown.",
    higher_is_better=True,
    bases=(NET,),
    source="T. W. Young, Calmar Ratio, 1991",
)
def calmar_ratio(returns: ReturnStatistics, drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """CAGR divided by the maximal drawdown (of equity where it is known, else of balance).

    >>> from services.metrics._examples import drawdown, returns
    >>> calmar_ratio(returns(0.1, 0.1, days=730.5), drawdown(100.0, 90.0, 121.0)).round(6)
    array([1.])
    """
    fall = np.where(np.isnan(drawdown.equity), drawdown.balance, drawdown.equity)
    return ratio(cagr(returns), fall)
