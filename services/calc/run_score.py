"""Whether wins and losses come in runs: MetaTrader's Z-score and its probability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from services.calc.mt5_report import MAX_PROBABILITY

if TYPE_CHECKING:
    from numpy.typing import NDArray


def run_score(outcome: NDArray[np.int8]) -> NDArray[np.float64]:
    """Z of each row of outcomes (+1 win, -1 loss, 0 left out); NaN where there is no order to speak of."""
    return np.array([_score(row[row != 0]) for row in outcome])


def run_probability(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability MetaTrader prints beside Z, rounded to two decimals before, at most 99.74 %."""
    return np.array([_probability(float(z)) for z in score])


def _score(outcome: NDArray[np.int8]) -> float:
    n, wins = outcome.size, int((outcome > 0).sum())
    product = 2.0 * wins * (n - wins)
    if product <= n:
        return math.nan
    runs = 1 + int(np.count_nonzero(outcome[1:] != outcome[:-1]))
    return (n * (runs - 0.5) - product) / math.sqrt(product * (product - n) / (n - 1))


def _probability(z: float) -> float:
    if math.isnan(z):
        return math.nan
    return min(math.erf(abs(round(z, 2)) / math.sqrt(2)), MAX_PROBABILITY)
