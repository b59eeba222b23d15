"""Longest drawdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Longest drawdown",
    Unit.DAYS,
    Family.DRAWDOWN,
    formula="max (recovery - peak)",
    undefined="No point with positive capital in the period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def longest_drawdown_days(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """The longest time from a peak until it was reached again, or until the end.

    >>> from services.metrics._examples import drawdown
    >>> longest_drawdown_days(drawdown(100.0, 90.0, 120.0)).round(6)
    array([2.])
    """
    return drawdown.longest_days
