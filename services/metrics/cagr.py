"""CAGR."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics

DAYS_PER_YEAR = 365.25
LEAST_DAYS = 30


@metric(
    "CAGR",
    Unit.FRACTION,
    Family.RETURNS,
    formula="(1 + return)^(365.25 / days) - 1",
    annualised="365.25 days",
    undefined="It needs 30 days of history.",
    higher_is_better=True,
    bases=(NET,),
)
def cagr(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Return per year of calendar time, compounded.

    >>> from services.metrics._examples import returns
    >>> cagr(returns(0.1, 0.1, days=730.5)).round(6)
    array([0.1])
    """
    years = returns.days / DAYS_PER_YEAR
    enough = (returns.days >= LEAST_DAYS) & (returns.growth > 0)
    exponent = np.where(enough, ratio(np.ones_like(years), years), np.nan)
    return np.power(np.where(enough, returns.growth, np.nan), exponent) - 1
