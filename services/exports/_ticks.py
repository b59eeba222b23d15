"""Where the lines of a chart's grid are: round numbers, and the first instants of days, months or years."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_TIMES = 8
_SPANS = (
    ("D", 1, "%d %b"),
    ("D", 2, "%d %b"),
    ("D", 7, "%d %b"),
    ("M", 1, "%b %Y"),
    ("M", 3, "%b %Y"),
    ("Y", 1, "%Y"),
    ("Y", 2, "%Y"),
    ("Y", 5, "%Y"),
)


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most *most* round numbers within [low, high], evenly spaced.

    >>> round_ticks(9_300.0, 11_050.0)
    [9500.0, 10000.0, 10500.0, 11000.0]
    """
    if not high > low:
        return [low]
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in STEPS if size * power >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def time_ticks(first: np.datetime64, last: np.datetime64) -> list[tuple[np.datetime64, str]]:
    """At most eight round instants from *first* to *last* with their labels."""
    grids = ((_instants(first, last, unit, every), look) for unit, every, look in _SPANS)
    ticks, look = next((pair for pair in grids if len(pair[0]) <= MOST_TIMES), ([first], "%Y"))
    labels = [f"{tick.astype('datetime64[s]').item():{look}}".lstrip("0") for tick in ticks]
    return [pair for number, pair in enumerate(zip(ticks, labels, strict=True)) if _is_new(labels, number)]


def _instants(first: np.datetime64, last: np.datetime64, unit: str, every: int) -> list[np.datetime64]:
    start, end = (time.astype(f"datetime64[{unit}]") for time in (first, last))
    grid = np.arange(start, end + 1)
    if every > 1:
        grid = grid[grid.astype(np.int64) % every == (0 if unit != "Y" else _phase(every))]
    return [tick for tick in grid.astype("datetime64[s]") if first <= tick <= last]


def _phase(every: int) -> int:
    """Years count from 1970: a multiple of *every* in the calendar."""
    return -1970 % every


def _is_new(labels: list[str], number: int) -> bool:
    return number == 0 or all(a != b for a, b in pairwise(labels[number - 1 : number + 1]))
