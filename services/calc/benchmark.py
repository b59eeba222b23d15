"""An account's daily returns beside those of something it is compared with, on the days both have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import LEAST_DAYS
from services.calc.statistics import ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.return_kernel import DailySeries


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Daily returns of an index, a symbol or another account, by day (datetime64[D], ascending)."""

    name: str
    day: NDArray[np.datetime64]
    returns: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BenchmarkSeries:
    """Returns of an account and of its benchmark on the same days, both of shape (rows, days)."""

    account: NDArray[np.float64]
    benchmark: NDArray[np.float64]
    per_year: float
    least: int = LEAST_DAYS

    @property
    def days(self) -> int:
        """How many days they have in common."""
        return int(self.account.shape[-1])

    def moments(self) -> Moments:
        """Means, variances and covariance; NaN where there are too few days."""
        n = self.days
        if n < self.least:
            return Moments(*(np.full(self.account.shape[0], np.nan) for _ in range(5)))
        ours, theirs = self.account.mean(axis=-1), self.benchmark.mean(axis=-1)
        of_account, of_benchmark = self.account - ours[:, None], self.benchmark - theirs[:, None]
        return Moments(
            account_mean=ours,
            benchmark_mean=theirs,
            account_variance=np.square(of_account).sum(axis=-1) / (n - 1),
            benchmark_variance=np.square(of_benchmark).sum(axis=-1) / (n - 1),
            covariance=(of_account * of_benchmark).sum(axis=-1) / (n - 1),
        )


@dataclass(frozen=True, slots=True)
class Moments:
    """First and second moments of an account's and its benchmark's daily returns, shape (rows,)."""

    account_mean: NDArray[np.float64]
    benchmark_mean: NDArray[np.float64]
    account_variance: NDArray[np.float64]
    benchmark_variance: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @property
    def slope(self) -> NDArray[np.float64]:
        """How far the account moves when the benchmark moves by one."""
        return ratio(self.covariance, self.benchmark_variance)


@dataclass(frozen=True, slots=True)
class GrowthBeside:
    """What 1 became in an account and in its benchmark on each day both have; `excess` is of the last day."""

    day: NDArray[np.datetime64]
    account: NDArray[np.float64]
    benchmark: NDArray[np.float64]

    @property
    def excess(self) -> float:
        """How much more the account grew than its benchmark, as a fraction; NaN without a day in common."""
        return float(self.account[-1] - self.benchmark[-1]) if self.day.size else float("nan")


def common_days(days: DailySeries, benchmark: Benchmark) -> BenchmarkSeries:
    """The account's days that the benchmark has too, one row each."""
    _, ours, theirs = _common(days, benchmark)
    return BenchmarkSeries(ours[None, :], theirs[None, :], days.per_year)


def growth_beside(days: DailySeries, benchmark: Benchmark) -> GrowthBeside:
    """How both grew over their common days."""
    day, ours, theirs = _common(days, benchmark)
    return GrowthBeside(
        day, np.cumprod(1 + ours).astype(np.float64), np.cumprod(1 + theirs).astype(np.float64)
    )


def _common(
    days: DailySeries, benchmark: Benchmark
) -> tuple[NDArray[np.datetime64], NDArray[np.float64], NDArray[np.float64]]:
    """The days on which the return of both is known, and both returns."""
    _, ours, theirs = np.intersect1d(days.day, benchmark.day, assume_unique=True, return_indices=True)
    known = ~np.isnan(days.returns[ours]) & ~np.isnan(benchmark.returns[theirs])
    return days.day[ours][known], days.returns[ours][known], benchmark.returns[theirs][known]
