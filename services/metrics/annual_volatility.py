"""Volatility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Volatility",
    Unit.FRACTION,
    Family.RETURNS,
    formula="σ(r) × √P",
    annualised="× √P",
    undefined="It needs 20 days of returns.",
    higher_is_better=False,
    bases=(NET,),
)
def annual_volatility(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Standard deviation of daily returns, per year.

    >>> from services.metrics._examples import returns
    >>> annual_volatility(returns(0.01, -0.01, 0.02)).round(6)
    array([0.242487])
    """
    variance = ratio(returns.squares, returns.n - returns.ddof)
    return np.where(returns.n >= returns.least, np.sqrt(variance * returns.per_year), np.nan)
