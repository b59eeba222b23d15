"""Downside deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Downside deviation",
    Unit.FRACTION,
    Family.RETURNS,
    formula="√mean(min(r, 0)²) × √P",
    annualised="× √P",
    undefined="It needs 20 days of returns.",
    higher_is_better=False,
    bases=(NET,),
    source="F. Sortino, Downside risk, 1991",
)
def downside_deviation(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Root mean square of the negative daily returns over all days, per year.

    >>> from services.metrics._examples import returns
    >>> downside_deviation(returns(0.01, -0.01, 0.02)).round(6)
    array([0.091652])
    """
    variance = ratio(returns.downside, returns.n)
    return np.where(returns.n >= returns.least, np.sqrt(variance * returns.per_year), np.nan)
