"""p-value of the mean trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.distribution import t_two_sided
from services.calc.statistics import FLOAT_NOISE, ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import TradeStatistics


@metric(
    "p-value of the mean trade",
    Unit.FRACTION,
    Family.TRADES,
    formula="P(|t| ≥ |mean| / (σ / √n)), Student's t, n - 1 degrees",
    undefined="It needs two trades with different results.",
    higher_is_better=False,
    bases=(NET,),
    source="Student, The Probable Error of a Mean, 1908",
    has_interval=False,
)
def p_value_mean_trade(trades: TradeStatistics) -> NDArray[np.float64]:
    """Chance of a mean trade at least this far from 0 if the true mean were 0; small ones speak against luck.

    >>> from services.metrics._examples import trades
    >>> p_value_mean_trade(trades(30.0, -10.0, 10.0)).round(6)
    array([0.477767])
    """
    mean = ratio(trades.total, trades.n)
    error = np.sqrt(ratio(ratio(trades.squares, trades.n - 1), trades.n))
    noise = np.abs(mean) * FLOAT_NOISE
    statistic = ratio(mean, np.where(error > noise, error, np.nan))
    return t_two_sided(statistic, trades.n - 1)
