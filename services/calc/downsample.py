"""Fewer points, same picture: first, lowest, highest and last of each stretch of a series are kept (M4)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_POINTS = 5_000
_KEPT_PER_BUCKET = 4


def m4(*series: NDArray[np.float64], most: int = MOST_POINTS) -> NDArray[np.int64]:
    """Ascending indices of at most *most* points that draw all aligned *series* as they are; NaN is skipped.

    >>> m4(np.array([0.0, 5.0, -5.0, 1.0, 2.0, 9.0, 3.0, 4.0]), most=4)
    array([0, 2, 5, 7])
    """
    length = series[0].size
    if length <= most:
        return np.arange(length)
    buckets = max(1, most // (_KEPT_PER_BUCKET * len(series)))
    edges = np.linspace(0, length, buckets + 1).astype(np.int64)
    kept = [edges[:-1], edges[1:] - 1]
    for values in series:
        lowest, highest = np.where(np.isnan(values), [[np.inf], [-np.inf]], values)
        stretches = list(pairwise(edges))
        kept.append(np.array([start + np.argmin(lowest[start:end]) for start, end in stretches]))
        kept.append(np.array([start + np.argmax(highest[start:end]) for start, end in stretches]))
    return np.unique(np.concatenate(kept))
