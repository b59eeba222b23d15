"""System quality number in R."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries

MOST_TRADES = 100


@metric(
    "System quality number in R",
    Unit.RATIO,
    Family.TRADES,
    formula="√min(n, 100) × mean(R) / σ(R), R = net / risk",
    undefined="It needs two trades with a known first stop and different results.",
    higher_is_better=True,
    bases=(NET,),
    source="Van K. Tharp, SQN",
)
def sqn_r(results: TradeSeries) -> NDArray[np.float64]:
    """How far the mean R of trades with a known first stop is from 0 in standard errors, n capped at 100.

    >>> from services.metrics._examples import results
    >>> sqn_r(results(30.0, -10.0, 10.0, risk=(10.0, 10.0, 10.0))).round(6)
    array([0.866025])
    """
    multiples = ratio(results.net, results.risk)
    known = ~np.isnan(multiples)
    n = np.asarray(known.sum(axis=-1), dtype=np.float64)
    mean = ratio(np.where(known, multiples, 0.0).sum(axis=-1), n)
    squares = np.where(known, np.square(multiples - mean[..., None]), 0.0).sum(axis=-1)
    deviation = np.sqrt(ratio(squares, n - 1))
    number: NDArray[np.float64] = np.sqrt(np.minimum(n, MOST_TRADES)) * ratio(mean, deviation)
    return np.where(n > 1, number, np.nan)
