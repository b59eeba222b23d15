"""Buckets of a rollup as points: the six that each keeps, in the order of time, each once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import EVERY_POINT, Snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.equity import Booked

CLOSE = 3
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Buckets:
    """Buckets of one account by time: start, balance at the close, and how many snapshots each was made of.

    `times` and `values` are (buckets, 6): first, highest, lowest, last, peak and trough of the deepest fall.
    """

    start: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    n: NDArray[np.int64]
    times: NDArray[np.datetime64]
    values: NDArray[np.float64]

    def rows(self, chosen: NDArray[np.bool_]) -> Buckets:
        """The buckets that *chosen* marks."""
        return Buckets(
            self.start[chosen], self.balance[chosen], self.n[chosen], self.times[chosen], self.values[chosen]
        )

    def then(self, later: Buckets) -> Buckets:
        """These buckets and those after them."""
        names = (field.name for field in fields(self))
        return Buckets(*(np.concatenate([getattr(self, name), getattr(later, name)]) for name in names))


def points_of(buckets: Buckets, booked: Booked) -> Snapshots:
    """The points of the buckets; their balance is that of the close less what was *booked* in between."""
    order = np.argsort(buckets.times, axis=1, kind="stable")
    times = np.take_along_axis(buckets.times, order, axis=1)
    values = np.take_along_axis(buckets.values, order, axis=1)
    first = np.concatenate([np.ones((len(times), 1), dtype=bool), times[:, 1:] != times[:, :-1]], axis=1)
    time = times[first]
    closes = np.repeat(buckets.times[:, CLOSE], first.sum(axis=1))
    balance = np.repeat(buckets.balance, first.sum(axis=1))
    moved = np.round(booked.at(time) - booked.at(closes), _DIGITS)
    return Snapshots(time, np.where(moved == 0, balance, np.round(balance + moved, _DIGITS)), values[first])


def is_whole(buckets: Buckets, points: Snapshots) -> bool:
    """Whether the points of the buckets are all that was recorded."""
    return int(buckets.n.sum()) == points.time.size


def joined(parts: Sequence[Snapshots], grain: str = EVERY_POINT) -> Snapshots:
    """The points of all parts by time, each instant once."""
    time = np.concatenate([part.time for part in parts])
    _, rows = np.unique(time, return_index=True)
    balance = np.concatenate([part.balance for part in parts])
    equity = np.concatenate([part.equity for part in parts])
    return Snapshots(time[rows], balance[rows], equity[rows], grain)


def with_tail(older: Snapshots, tail: Snapshots) -> Snapshots:
    """The older points and those after them."""
    together = joined([older, tail])
    return replace(together, grain=older.grain)


def holding(
    times: NDArray[np.datetime64], starts: NDArray[np.datetime64], width: np.timedelta64
) -> NDArray[np.bool_]:
    """Which of the buckets at *starts* hold one of *times*."""
    epoch = np.datetime64("1970-01-01", "us")
    floors = epoch + (times - epoch) // width * width
    return np.isin(starts, floors)
