"""Stability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.line_fit import line_fit
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Stability",
    Unit.FRACTION,
    Family.RETURNS,
    formula="R² of a line through Σ log(1 + r)",
    undefined="It needs 20 days with returns that are not all 0.",
    higher_is_better=True,
    bases=(NET,),
)
def stability(daily: ReturnSeries) -> NDArray[np.float64]:
    """How straight the way up or down was: 1 when the logarithm of the index lies on a line.

    >>> from services.metrics._examples import daily
    >>> stability(daily(0.01, 0.01, 0.02)).round(6)
    array([0.964738])
    """
    return daily.enough(line_fit(daily.daily))
