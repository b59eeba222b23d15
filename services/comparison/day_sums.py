"""Closed trades by the day of their exit: what a calendar is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DaySums:
    """Days with trades, rising (datetime64[D]): net profit in minor units, how many trades, how many won."""

    day: NDArray[np.datetime64]
    minor: NDArray[np.int64]
    trades: NDArray[np.int64]
    wins: NDArray[np.int64]


def day_sums(local: NDArray[np.datetime64], net: NDArray[np.float64], minor: NDArray[np.int64]) -> DaySums:
    """The days of trades with results *net* (and the same in minor units); *local* are wall-clock exits."""
    days, at = np.unique(local.astype("datetime64[D]"), return_inverse=True)
    sums = np.zeros(days.size, dtype=np.int64)
    np.add.at(sums, at, minor)
    return DaySums(
        day=days,
        minor=sums,
        trades=np.bincount(at, minlength=days.size).astype(np.int64),
        wins=np.bincount(at[net > 0], minlength=days.size).astype(np.int64),
    )
