"""Information ratio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import FLOAT_NOISE, ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries


@metric(
    "Information ratio",
    Unit.RATIO,
    Family.RISK,
    formula="mean(r - b) / σ(r - b) × √P",
    annualised="× √P",
    undefined="It needs 20 days in common with a benchmark, from which it differs.",
    higher_is_better=True,
    bases=(NET,),
    source="W. F. Sharpe, The Sharpe Ratio, 1994",
)
def information_ratio(benchmark: BenchmarkSeries) -> NDArray[np.float64]:
    """Mean daily return above the benchmark divided by its standard deviation, annualised.

    >>> from services.metrics._examples import benchmark
    >>> information_ratio(benchmark((0.01, -0.01, 0.02), (0.0, -0.01, 0.01))).round(6)
    array([18.330303])
    """
    lead = benchmark.account - benchmark.benchmark
    moments = replace(benchmark, account=lead).moments()
    spread = np.sqrt(moments.account_variance)
    noise = np.abs(moments.account_mean) * FLOAT_NOISE
    known = np.where(spread > noise, spread, np.nan)
    return ratio(moments.account_mean, known) * np.sqrt(np.full_like(known, benchmark.per_year))
