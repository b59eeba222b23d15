"""GHPR."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "GHPR",
    Unit.RATIO,
    Family.RETURNS,
    formula="(Π(1 + r))^(1/n)",
    undefined="No return in the period.",
    higher_is_better=True,
    source="MetaTrader 5 report",
)
def ghpr(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Geometric mean of the holding period returns: the factor that, repeated, gives the whole growth.

    >>> from services.metrics._examples import returns
    >>> ghpr(returns(0.21, 0.0)).round(6)
    array([1.1])
    """
    return np.power(returns.growth, ratio(np.ones_like(returns.n), returns.n))
