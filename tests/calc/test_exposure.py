"""Time with a position: overlapping ones count once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from services.calc.exposure import exposure

START = np.datetime64("2026-01-05T00:00", "us")
NONE = np.zeros(0, dtype="datetime64[us]")


def hours(*values: float) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    unknown = np.datetime64("NaT", "us")
    times = [unknown if math.isnan(value) else START + np.timedelta64(int(value), "h") for value in values]
    return np.array(times, dtype="datetime64[us]")


@pytest.mark.parametrize(
    ("entries", "exits", "held"),
    [
        ((1.0,), (3.0,), 2),
        ((1.0, 2.0), (4.0, 3.0), 3),
        ((1.0, 2.0), (3.0, 5.0), 4),
        ((1.0, 3.0), (3.0, 4.0), 3),
        ((5.0, 1.0), (6.0, 2.0), 2),
        ((-5.0,), (2.0,), 2),
        ((math.nan,), (2.0,), 2),
        ((9.0,), (20.0,), 1),
    ],
)
def test_overlapping_positions_count_once(
    entries: tuple[float, ...], exits: tuple[float, ...], held: float
) -> None:
    found = exposure(hours(*entries), hours(*exits), NONE, start=START, end=hours(10.0)[0])
    assert found == pytest.approx(held / 10)


def test_what_is_open_lasts_until_the_end() -> None:
    assert exposure(NONE, NONE, hours(6.0), start=START, end=hours(10.0)[0]) == pytest.approx(0.4)
    assert exposure(NONE, NONE, hours(math.nan), start=START, end=hours(10.0)[0]) == pytest.approx(1.0)


def test_no_position_is_none_of_the_time_and_no_time_is_undefined() -> None:
    assert exposure(NONE, NONE, NONE, start=START, end=hours(10.0)[0]) == 0
    assert math.isnan(exposure(NONE, NONE, NONE, start=START, end=START))
    assert math.isnan(exposure(NONE, NONE, NONE, start=np.datetime64("NaT", "us"), end=START))
