"""Current drawdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Current drawdown",
    Unit.FRACTION,
    Family.DRAWDOWN,
    formula="(peak - index) / peak at the end",
    undefined="No point with positive capital in the period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def current_drawdown(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """How far the index is below its peak at the end.

    >>> from services.metrics._examples import drawdown
    >>> current_drawdown(drawdown(100.0, 120.0, 90.0)).round(6)
    array([0.25])
    """
    return drawdown.current
