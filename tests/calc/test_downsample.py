"""Thinned lines: not one pixel of the picture differs, whatever the times, the spikes and the gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._charts_raster import HEIGHT, WIDTH, raster, wrong_pixels
from services.calc.downsample import COLUMNS, m4

if TYPE_CHECKING:
    from numpy.typing import NDArray

N = 30_000
START = np.datetime64("2025-03-03T00:00", "us")


def even(n: int = N) -> NDArray[np.datetime64]:
    return START + np.arange(n) * np.timedelta64(60_000_000, "us")


def uneven(n: int = N) -> NDArray[np.datetime64]:
    source = np.random.default_rng(3)
    steps = np.exp(source.normal(14, 4, n)).astype(np.int64) % 10**11
    return START + np.cumsum(steps).astype("timedelta64[us]")


def walk(n: int = N) -> NDArray[np.float64]:
    return np.cumsum(np.random.default_rng(1).normal(size=n))


def spiky(n: int = N) -> NDArray[np.float64]:
    values = walk(n)
    values[n // 3], values[n // 2] = 900.0, -1_200.0
    return values


def broken(n: int = N) -> NDArray[np.float64]:
    values = walk(n)
    source = np.random.default_rng(2)
    for start in source.integers(0, n, 40):
        values[start : start + int(source.integers(1, 500))] = np.nan
    values[:50] = np.nan
    values[60] = np.nan
    return values


Values = Callable[[], "NDArray[np.float64]"]
Times = Callable[[], "NDArray[np.datetime64]"]
SHAPES: dict[str, Values] = {
    "walk": walk,
    "spikes": spiky,
    "gaps": broken,
    "flat": lambda: np.full(N, 5.0),
}
TIMES: dict[str, Times] = {"even": even, "uneven": uneven, "one instant": lambda: np.full(N, START)}


def picture(time: NDArray[np.datetime64], values: NDArray[np.float64], rows: NDArray[np.int64]) -> int:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    true = raster(time, values, low, high, time[0], time[-1])
    return wrong_pixels(raster(time[rows], values[rows], low, high, time[0], time[-1]), true)


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_pixel_is_wrong_and_every_extreme_is_kept(times: str, shape: str) -> None:
    time, values = TIMES[times](), SHAPES[shape]()
    rows = m4(time, values)
    assert (COLUMNS, WIDTH, HEIGHT) == (1_000, 1_000, 400)
    assert picture(time, values, rows) == 0
    assert np.nanmax(values[rows]) == np.nanmax(values)
    assert np.nanmin(values[rows]) == np.nanmin(values)
    assert rows.size < N / 4


def test_several_series_share_their_rows_and_none_is_wrong() -> None:
    time = uneven()
    series = walk(), spiky(), broken()
    rows = m4(time, *series)
    assert [picture(time, values, rows) for values in series] == [0, 0, 0]
    assert (np.diff(rows) > 0).all()


def test_long_stretches_are_looked_at_one_by_one_with_the_same_result() -> None:
    time, values = even(200_000), walk(200_000)
    few = m4(time, values, columns=100)
    assert picture_on(time, values, few, 100)
    assert m4(time[:400], values[:400], columns=100).size == 400


def picture_on(
    time: NDArray[np.datetime64], values: NDArray[np.float64], rows: NDArray[np.int64], columns: int
) -> bool:
    """Whether each stretch has its first, lowest, highest and last."""
    ticks = (time - time[0]).astype(np.int64)
    column = ticks * columns // (int(ticks[-1]) + 1)
    kept = set(rows.tolist())
    for number in range(columns):
        inside = np.flatnonzero(column == number)
        part = values[inside]
        wanted = {inside[0], inside[-1], inside[part.argmin()], inside[part.argmax()]}
        if not wanted <= kept:
            return False
    return len(kept) <= 4 * columns


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.floats(-1e6, 1e6) | st.just(float("nan"))), min_size=1),
    st.integers(1, 8),
)
def test_whatever_the_points_each_column_keeps_its_four(
    points: list[tuple[int, float]], columns: int
) -> None:
    ordered = sorted(points, key=lambda point: point[0])
    ticks = np.array([tick for tick, _ in ordered], dtype=np.int64)
    values = np.array([value for _, value in ordered], dtype=np.float64)
    rows = m4(ticks.astype("datetime64[us]"), values, columns=columns)
    column = (ticks - ticks[0]) * columns // (int(ticks[-1] - ticks[0]) + 1)
    for number in np.unique(column):
        inside, kept = values[column == number], values[rows][column[rows] == number]
        assert inside[0] == kept[0] or (np.isnan(inside[0]) and np.isnan(kept[0]))
        assert inside[-1] == kept[-1] or (np.isnan(inside[-1]) and np.isnan(kept[-1]))
        if np.isfinite(inside).any():
            assert np.nanmax(inside) == np.nanmax(kept)
            assert np.nanmin(inside) == np.nanmin(kept)
        assert np.isnan(inside).any() == np.isnan(kept).any()
