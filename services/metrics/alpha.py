"""Alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries


@metric(
    "Alpha",
    Unit.FRACTION,
    Family.RISK,
    formula="(mean(r) - β × mean(b)) × P",
    annualised="× P",
    undefined="It needs 20 days in common with a benchmark that moved.",
    higher_is_better=True,
    bases=(NET,),
    source="M. C. Jensen, 1968; risk-free rate 0",
)
def alpha(benchmark: BenchmarkSeries) -> NDArray[np.float64]:
    """Mean return per year that the benchmark does not explain.

    >>> from services.metrics._examples import benchmark
    >>> alpha(benchmark((0.01, -0.01, 0.02), (0.0, -0.01, 0.01))).round(6)
    array([1.68])
    """
    moments = benchmark.moments()
    unexplained = moments.account_mean - moments.slope * moments.benchmark_mean
    return unexplained * benchmark.per_year
