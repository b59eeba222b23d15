"""Lines on a grid of pixels: the same honest way to draw for all points and for the thinned ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[np.bool_]

WIDTH, HEIGHT = 1_000, 400


def raster(
    time: NDArray[np.datetime64],
    values: NDArray[np.float64],
    low: float,
    high: float,
    first: np.datetime64,
    last: np.datetime64,
) -> Grid:
    """The pixels, shape (columns, rows), that the line through the points touches; NaN breaks it.

    A pixel is touched when any part of a segment lies in it. The picture goes from *first* to *last* and
    from *low* to *high*.
    """
    span = int((last - first).astype(np.int64)) + 1
    ticks = (time - first).astype(np.int64)
    column = (ticks * WIDTH // span).astype(np.int64)
    across = ticks.astype(np.float64) * (WIDTH / span)
    down = np.clip((values - low) / ((high - low) or 1.0) * HEIGHT, 0, HEIGHT - 1e-9)
    touched = np.zeros((WIDTH, HEIGHT + 1), dtype=np.int64)
    known = np.isfinite(down[:-1]) & np.isfinite(down[1:])
    inside = np.flatnonzero(known & (column[:-1] == column[1:]))
    _mark(touched, column[inside], down[inside], down[inside + 1])
    for at in np.flatnonzero(known & (column[:-1] != column[1:])):
        _across(touched, column[at : at + 2], across[at : at + 2], down[at : at + 2])
    return np.cumsum(touched, axis=1)[:, :HEIGHT] > 0


def wrong_pixels(drawn: Grid, true: Grid) -> int:
    """How many pixels differ."""
    return int((drawn != true).sum())


def _across(
    touched: NDArray[np.int64],
    column: NDArray[np.int64],
    across: NDArray[np.float64],
    down: NDArray[np.float64],
) -> None:
    """A segment over several columns: of each the rows between where it comes in and where it goes out."""
    columns = np.arange(column[0], column[1] + 1)
    left = np.maximum(columns, across[0])
    right = np.minimum(columns + 1, across[1])
    slope = (down[1] - down[0]) / (across[1] - across[0])
    enters = down[0] + (left - across[0]) * slope
    leaves = down[0] + (right - across[0]) * slope
    enters[0], leaves[-1] = down
    _mark(touched, columns, enters, leaves)


def _mark(
    touched: NDArray[np.int64],
    column: NDArray[np.int64],
    one: NDArray[np.float64],
    other: NDArray[np.float64],
) -> None:
    """All rows between *one* and *other* in their columns."""
    lower = np.clip(np.floor(np.minimum(one, other)), 0, HEIGHT - 1).astype(np.int64)
    upper = np.clip(np.floor(np.maximum(one, other)), 0, HEIGHT - 1).astype(np.int64)
    np.add.at(touched, (column, lower), 1)
    np.add.at(touched, (column, upper + 1), -1)
