"""Drawdowns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Drawdowns",
    Unit.COUNT,
    Family.DRAWDOWN,
    formula="n(falls from a peak)",
    undefined="Nothing was recorded in the period.",
    bases=(NET,),
    detail="table of the ten deepest: start, valley, end, depth, money, days, recovery",
    has_interval=False,
)
def drawdowns(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """How often the flow-neutral index fell from a peak; its table has the ten deepest falls.

    >>> from services.metrics._examples import drawdown
    >>> drawdowns(drawdown(100.0, 90.0, 120.0, 108.0)).round(6)
    array([2.])
    """
    return drawdown.episodes
