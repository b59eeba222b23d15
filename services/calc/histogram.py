"""How often results of each size came: bins of a round width, zero an edge, the few far ones gathered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_BINS = 48
TAIL = 0.01
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NOISE = 1e-9  # of a bin: how far from an edge a float may lie and still be on it


@dataclass(frozen=True, slots=True)
class Histogram:
    """Values counted: bin i holds those from `edges[i]` up to, and without, `edges[i + 1]`.

    `below` and `above` count those beyond the outer edges. `mean` and `median` are of all n values, those
    beyond the edges too; NaN without values.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    below: int
    above: int
    mean: float
    median: float
    n: int

    @property
    def beyond(self) -> float:
        """Share of the values that lie beyond the outer edges; NaN without values."""
        return (self.below + self.above) / self.n if self.n else math.nan


def histogram(values: NDArray[np.float64]) -> Histogram:
    """The histogram of the known *values*: bins by Freedman and Diaconis (1981), NaN left out.

    The outer edges enclose the middle 98 % of the values and zero; what lies beyond is only counted.

    >>> found = histogram(np.array([-1.0, -1.0, 1.0, 2.0, 2.0, 3.0]))
    >>> bool((found.edges == 0).any()), int(found.counts.sum()) + found.below + found.above
    (True, 6)
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return Histogram(np.zeros(0), np.zeros(0, dtype=np.int64), 0, 0, math.nan, math.nan, 0)
    low, first, third, high = np.quantile(known, (TAIL, 0.25, 0.75, 1 - TAIL))
    width = _round_width(2 * (third - first) / known.size ** (1 / 3), low, high)
    start, stop = math.floor(min(low, 0.0) / width), math.floor(max(high, 0.0) / width) + 1
    place = np.floor(known / width + _NOISE)
    inside = place[(place >= start) & (place < stop)].astype(np.int64)
    return Histogram(
        edges=np.arange(start, stop + 1) * width,
        counts=np.bincount(inside - start, minlength=stop - start).astype(np.int64),
        below=int((place < start).sum()),
        above=int((place >= stop).sum()),
        mean=float(known.mean()),
        median=float(np.median(known)),
        n=int(known.size),
    )


def _round_width(wanted: float, low: float, high: float) -> float:
    """The next round number from *wanted* up with which *low* to *high*, zero included, has few bins."""
    span = max(high, 0.0) - min(low, 0.0)
    least = max(wanted, span / (MOST_BINS - 2))
    if not least > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - _NOISE))
