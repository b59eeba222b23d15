"""Correlation to benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries


@metric(
    "Correlation to benchmark",
    Unit.RATIO,
    Family.RISK,
    formula="cov(r, b) / (σ(r) × σ(b))",
    undefined="It needs 20 days in common with a benchmark, both of which moved.",
    bases=(NET,),
)
def correlation_to_benchmark(benchmark: BenchmarkSeries) -> NDArray[np.float64]:
    """How closely the daily returns follow those of the benchmark, from -1 to 1.

    >>> from services.metrics._examples import benchmark
    >>> correlation_to_benchmark(benchmark((0.01, -0.01, 0.02), (0.0, -0.01, 0.01))).round(6)
    array([0.981981])
    """
    moments = benchmark.moments()
    return ratio(moments.covariance, np.sqrt(moments.account_variance * moments.benchmark_variance))
