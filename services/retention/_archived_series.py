"""Snapshots and rollup buckets of archive files as arrays."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import Snapshots
from services.calc.rollup_points import Buckets, joined
from services.retention.parquet import read_columns
from services.storage.rollups import POINTS, TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_NO_TIMES: NDArray[np.datetime64] = np.empty(0, "datetime64[us]")
_NO_POINTS = Snapshots(_NO_TIMES, np.empty(0), np.empty(0))
_NO_BUCKETS = Buckets(
    _NO_TIMES,
    np.empty(0),
    np.empty(0, np.int64),
    np.empty((0, len(TIMES)), "datetime64[us]"),
    np.empty((0, len(POINTS))),
)


def read_snapshots(place: Path) -> Snapshots:
    """The snapshots of a file, by time; raises DamagedError."""
    found = read_columns(place, ("time", "balance", "equity"))
    return Snapshots(
        found["time"].astype("datetime64[us]"),
        found["balance"].astype(np.float64),
        found["equity"].astype(np.float64),
    )


def read_buckets(place: Path) -> Buckets:
    """The buckets of a file, by time; raises DamagedError."""
    found = read_columns(place, ("bucket", "balance", "n", *POINTS, *TIMES))
    return Buckets(
        start=found["bucket"].astype("datetime64[us]"),
        balance=found["balance"].astype(np.float64),
        n=found["n"].astype(np.int64),
        times=np.stack([found[name].astype("datetime64[us]") for name in TIMES], axis=1),
        values=np.stack([found[name].astype(np.float64) for name in POINTS], axis=1),
    )


def snapshots_between(
    newest_first: Sequence[Snapshots], start: np.datetime64, end: np.datetime64
) -> Snapshots:
    """The points of all files in [start, end), by time; of two at one instant the newer file's."""
    found = joined([*newest_first, _NO_POINTS])
    rows = (found.time >= start) & (found.time < end)
    return Snapshots(found.time[rows], found.balance[rows], found.equity[rows])


def buckets_between(newest_first: Sequence[Buckets], start: np.datetime64, end: np.datetime64) -> Buckets:
    """The buckets of all files that begin in [start, end), by time; of two alike the newer file's."""
    found = reduce(Buckets.then, newest_first, _NO_BUCKETS)
    _, rows = np.unique(found.start, return_index=True)
    chosen = rows[(found.start[rows] >= start) & (found.start[rows] < end)]
    return Buckets(
        found.start[chosen],
        found.balance[chosen],
        found.n[chosen],
        found.times[chosen],
        found.values[chosen],
    )
