"""Ulcer performance index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric
from services.metrics.cagr import cagr
from services.metrics.ulcer_index import ulcer_index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics, ReturnStatistics


@metric(
    "Ulcer performance index",
    Unit.RATIO,
    Family.RISK,
    formula="CAGR / ulcer index",
    annualised="365.25 days",
    undefined="It needs 30 days of history and a drawdown.",
    higher_is_better=True,
    bases=(NET,),
    source="P. Martin, 1989",
)
def ulcer_performance_index(returns: ReturnStatistics, drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """CAGR divided by the ulcer index.

    >>> from services.metrics._examples import drawdown, returns
    >>> ulcer_performance_index(returns(0.1, 0.1, days=730.5), drawdown(100.0, 90.0, 121.0)).round(6)
    array([1.732051])
    """
    return ratio(cagr(returns), ulcer_index(drawdown))
