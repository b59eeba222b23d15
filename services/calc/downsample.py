"""Fewer points, same picture: of each pixel column the first, lowest, highest and last are kept (M4).

Columns are equal stretches of time, so a line is drawn as it is however unevenly its points lie.
Source: U. Jugel, Z. Jerzak, G. Hackenbroich, V. Markl, M4: A Visualization-Oriented Time Series Data
Aggregation, PVLDB 7 (2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

COLUMNS = 1_000
KEPT_PER_COLUMN = 4
LONG = 100  # points a stretch, from which looking at stretch after stretch is the faster way


def m4(
    time: NDArray[np.datetime64], *series: NDArray[np.float64], columns: int = COLUMNS
) -> NDArray[np.int64]:
    """Ascending rows of the points that draw all aligned *series* on so many *columns* as they are.

    *time* rises; where a series is NaN its line is broken, and stays so. At most two points for each column
    and two more for each series are kept, and those where a gap begins or ends; all of a short series.

    >>> hours = np.datetime64("2026-01-05T00") + np.array([0, 1, 2, 3, 96, 97, 98, 99])
    >>> m4(hours, np.array([0.0, 5.0, -5.0, 1.0, 2.0, 9.0, 3.0, 4.0]), columns=1)
    array([0, 2, 5, 7])
    """
    length = time.size
    if length <= KEPT_PER_COLUMN * columns:
        return np.arange(length)
    starts = _starts(time, series, columns)
    ends = np.append(starts[1:], length)
    kept = [starts, ends - 1]
    for values in series:
        kept.append(_extreme(values, starts, ends, np.minimum, np.ndarray.argmin))
        kept.append(_extreme(values, starts, ends, np.maximum, np.ndarray.argmax))
    return np.unique(np.concatenate(kept))


def _starts(
    time: NDArray[np.datetime64], series: tuple[NDArray[np.float64], ...], columns: int
) -> NDArray[np.intp]:
    """The first row of each column that has points, and each row where a series becomes known or unknown."""
    ticks = time.view(np.int64)
    span = int(ticks[-1] - ticks[0]) + 1
    edges = ticks[0] + np.array([-(-number * span // columns) for number in range(columns)], dtype=np.int64)
    found = [np.searchsorted(ticks, edges)]
    for values in series:
        unknown = np.isnan(values)
        if unknown.any():
            found.append(np.flatnonzero(unknown[1:] != unknown[:-1]) + 1)
    starts = np.unique(np.concatenate(found))
    return starts[starts < time.size]


def _extreme(
    values: NDArray[np.float64],
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
    extreme: np.ufunc,
    place: Callable[[NDArray[np.float64]], np.intp],
) -> NDArray[np.intp]:
    """The row of the first lowest or highest value of each stretch; none of some stretches of NaN."""
    if values.size > LONG * starts.size:
        stretches = zip(starts.tolist(), ends.tolist(), strict=True)
        return np.array([start + place(values[start:end]) for start, end in stretches], dtype=np.intp)
    reached = np.repeat(extreme.reduceat(values, starts), ends - starts)
    rows = np.flatnonzero(values == reached)
    stretch = np.searchsorted(starts, rows, side="right")
    return rows[np.flatnonzero(np.diff(stretch, prepend=-1))]
