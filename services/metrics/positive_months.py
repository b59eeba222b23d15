"""Positive months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Positive months",
    Unit.FRACTION,
    Family.RETURNS,
    formula="n(month > 0) / months",
    undefined="No month in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def positive_months(totals: AccountTotals) -> NDArray[np.float64]:
    """Calendar months with a profit as a fraction of all months.

    >>> from services.metrics._examples import totals
    >>> positive_months(totals(positive_months=3.0, months=4.0)).round(6)
    array([0.75])
    """
    return ratio(totals.positive_months, totals.months)
