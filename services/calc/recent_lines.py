"""Equity of the last minutes or hours as lines for a chart that goes on growing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from services.calc.equity import Track

MOST_POINTS = 600
GAP = np.timedelta64(150, "s")
"""A longer silence in which the value has changed is not drawn: nobody knows what it was."""


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A line over time (datetime64[us] in UTC): money, or a fraction of the capital at its beginning."""

    time: NDArray[np.datetime64]
    value: NDArray[np.float64]

    @property
    def is_drawn(self) -> bool:
        """Whether it has any point to show."""
        return bool(np.isfinite(self.value).any())


def total_line(
    tracks: Sequence[Track], equities: Sequence[float], start: datetime, now: datetime
) -> RecentLine:
    """Equity of accounts in one currency, added up; *equities* are those of *now*."""
    grid = _grid(tracks, start, now)
    value = np.sum(
        [
            _ending(_known(track, track.value, grid), equity)
            for track, equity in zip(tracks, equities, strict=True)
        ],
        axis=0,
    )
    return _broken(grid, value)


def change_line(track: Track, equity: float, start: datetime, now: datetime) -> RecentLine:
    """Return of an account since the beginning, flows left out; *equity* is that of *now*."""
    grid = _grid([track], start, now)
    index = _known(track, track.index, grid)
    last = float(track.value[-1]) if track.value.size else np.nan
    if last > 0:
        index[-1] *= equity / last
    known = index[np.isfinite(index)]
    return _broken(grid, index / known[0] - 1 if known.size else index)


def _broken(grid: NDArray[np.datetime64], value: NDArray[np.float64]) -> RecentLine:
    """The line with a hole in each gap."""
    steps = np.diff(grid)
    longest = max(GAP, 3 * np.median(steps)) if steps.size else GAP
    holes = np.flatnonzero((steps > longest) & (np.diff(value) != 0)) + 1
    return RecentLine(np.insert(grid, holes, grid[holes]), np.insert(value, holes, np.nan))


def _ending(values: NDArray[np.float64], last: float) -> NDArray[np.float64]:
    values[-1] = last
    return values


def _grid(tracks: Sequence[Track], start: datetime, now: datetime) -> NDArray[np.datetime64]:
    """The beginning, every recorded instant (thinned where there are too many), and now."""
    first, last = as_datetime64(start), as_datetime64(now)
    inside = [track.time[(track.time > first) & (track.time < last)] for track in tracks]
    times = np.unique(np.concatenate([np.array([], dtype="datetime64[us]"), *inside]))
    every = max(1, -(-times.size // MOST_POINTS))
    return np.concatenate([[first], times[::every], [last]])


def _known(track: Track, values: NDArray[np.float64], grid: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """The last known value at each instant; NaN before the first."""
    if not track.time.size:
        return np.full(grid.size, np.nan)
    at = np.searchsorted(track.time, grid, side="right") - 1
    return np.where(at >= 0, values[np.maximum(at, 0)], np.nan)
