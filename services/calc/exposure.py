"""How long an account had a position open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def exposure(
    entry: NDArray[np.datetime64],
    exit_time: NDArray[np.datetime64],
    open_from: NDArray[np.datetime64],
    *,
    start: np.datetime64,
    end: np.datetime64,
) -> float:
    """Fraction of [start, end] in which at least one position was open; NaN when that is no time.

    An unknown entry (NaT) lies before the start; positions entered at *open_from* are open at the end.
    """
    span = (end - start) / np.timedelta64(1, "s")
    if not span > 0:
        return math.nan
    entries = np.concatenate((entry, open_from))
    entries = np.where(np.isnat(entries), start, entries)
    exits = np.concatenate((exit_time, np.broadcast_to(end, open_from.shape)))
    entries, exits = np.clip(entries, start, end), np.clip(exits, start, end)
    order = np.argsort(entries, kind="stable")
    opened, closed = entries[order], np.maximum.accumulate(exits[order])
    before = np.concatenate(([start], closed[:-1])) if closed.size else closed
    new = np.maximum(closed - np.maximum(opened, before), np.timedelta64(0, "us"))
    return float(new.sum() / np.timedelta64(1, "s") / span) if new.size else 0.0
