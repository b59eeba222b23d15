"""Ulcer index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Ulcer index",
    Unit.FRACTION,
    Family.RISK,
    formula="√mean(drawdown²)",
    undefined="No point with positive capital in the period.",
    higher_is_better=False,
    bases=(NET,),
    source="P. Martin and B. McCann, 1989",
)
def ulcer_index(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Root mean square of the drawdown over all points: deep and long falls weigh more.

    >>> from services.metrics._examples import drawdown
    >>> ulcer_index(drawdown(100.0, 90.0, 120.0)).round(6)
    array([0.057735])
    """
    return np.sqrt(drawdown.mean_square)
