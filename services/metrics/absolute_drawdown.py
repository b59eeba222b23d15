"""Absolute drawdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Absolute drawdown",
    Unit.MONEY,
    Family.DRAWDOWN,
    formula="start - min(balance)",
    measured_on="balance after each deal",
    undefined="No deal in the period.",
    higher_is_better=False,
    has_interval=False,
)
def absolute_drawdown(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """How far the balance fell below where it started.

    >>> from services.metrics._examples import drawdown
    >>> absolute_drawdown(drawdown(100.0, 90.0, 120.0)).round(6)
    array([10.])
    """
    return drawdown.absolute
