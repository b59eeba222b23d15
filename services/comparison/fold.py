"""Long lists of labels made short: the commonest stay, the rest is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fold(
    codes: NDArray[np.int64], labels: tuple[str, ...], most: int | None
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """*codes* into at most *most* *labels*; those with the fewest trades become `others` at the end.

    >>> fold(np.array([0, 1, 1, 2]), ("a", "b", "c"), 2)
    (array([1, 0, 0, 1]), ('b', '2 others'))
    """
    if most is None or len(labels) <= most:
        return codes, labels
    counts = np.bincount(codes, minlength=len(labels))
    kept = np.sort(np.argsort(-counts, kind="stable")[: most - 1])
    place = np.full(len(labels), kept.size, dtype=np.int64)
    place[kept] = np.arange(kept.size)
    rest = f"{len(labels) - kept.size} others"
    return place[codes], (*(labels[number] for number in kept), rest)
