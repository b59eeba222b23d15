"""Compared accounts beside a benchmark: its growth over the common days, and four metrics of each account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.benchmark import common_days
from services.calc.return_kernel import CALENDAR_DAYS, TRADING_DAYS, DailySeries
from services.metrics import find_metric

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray

    from services.benchmarks import Chosen
    from services.comparing import Compared, Comparison

NAMES = ("alpha", "beta", "correlation_to_benchmark", "information_ratio")
_SATURDAY, _EPOCH_WEEKDAY = 5, 3


@dataclass(frozen=True, slots=True)
class ComparedBeside:
    """A benchmark under a comparison: `index` is its growth on the common days, flat on those it has not.

    `figures` are the four metrics by account, NaN where they are undefined; `days` is how many days count.
    """

    chosen: Chosen
    index: NDArray[np.float64]
    figures: dict[UUID, dict[str, float]]
    days: int


def compared_beside(found: Comparison, chosen: Chosen) -> ComparedBeside:
    """The ranked accounts of a comparison beside what was chosen."""
    benchmark = chosen.benchmark
    returns = np.zeros(found.day.size)
    _, ours, theirs = np.intersect1d(found.day, benchmark.day, assume_unique=True, return_indices=True)
    returns[ours] = np.nan_to_num(benchmark.returns[theirs])
    return ComparedBeside(
        chosen,
        np.cumprod(1 + returns).astype(np.float64),
        {row.account.id: _figures(row, found, chosen) for row in found.ranked},
        int(ours.size),
    )


def _figures(row: Compared, found: Comparison, chosen: Chosen) -> dict[str, float]:
    returns = row.index / np.concatenate(([1.0], row.index[:-1])) - 1
    weekend = (found.day.astype(np.int64) + _EPOCH_WEEKDAY) % 7 >= _SATURDAY
    per_year = CALENDAR_DAYS if weekend.any() else TRADING_DAYS
    series = common_days(DailySeries(found.day, returns, returns, per_year), chosen.benchmark)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {name: float(find_metric(name).compute(benchmark=series)[0]) for name in NAMES}
