"""Days in drawdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Days in drawdown",
    Unit.DAYS,
    Family.DRAWDOWN,
    formula="end - time of the last peak",
    undefined="No point with positive capital in the period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def current_drawdown_days(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Days since the last peak, 0 at a peak.

    >>> from services.metrics._examples import drawdown
    >>> current_drawdown_days(drawdown(100.0, 120.0, 90.0)).round(6)
    array([1.])
    """
    return drawdown.current_days
