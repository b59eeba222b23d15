"""Average drawdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Average drawdown",
    Unit.FRACTION,
    Family.DRAWDOWN,
    formula="mean depth of all drawdowns",
    undefined="No point with positive capital in the period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def average_drawdown(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Mean depth of the falls from a peak.

    >>> from services.metrics._examples import drawdown
    >>> average_drawdown(drawdown(100.0, 90.0, 120.0, 108.0, 130.0)).round(6)
    array([0.1])
    """
    return drawdown.average
