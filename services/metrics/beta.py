"""Beta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries


@metric(
    "Beta",
    Unit.RATIO,
    Family.RISK,
    formula="cov(r, b) / var(b)",
    undefined="It needs 20 days in common with a benchmark that moved.",
    bases=(NET,),
)
def beta(benchmark: BenchmarkSeries) -> NDArray[np.float64]:
    """How far the account moves when the benchmark moves by one.

    >>> from services.metrics._examples import benchmark
    >>> beta(benchmark((0.01, -0.01, 0.02), (0.0, -0.01, 0.01))).round(6)
    array([1.5])
    """
    return benchmark.moments().slope
