"""Accounts one after the other in blocks of whole ones, and long ones in pieces, that fit a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK = 32_768  # rows; a column of them takes a quarter of a megabyte


def blocks(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Ranges of accounts that have about `BLOCK` rows together, and no account in two of them."""
    first, accounts = 0, edges.size - 1
    while first < accounts:
        last = int(np.searchsorted(edges, edges[first] + BLOCK, side="right")) - 1
        last = min(max(last, first + 1), accounts)
        yield first, last
        first = last


def pieces(edges: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The same rows with at most `BLOCK` of them between two edges, and the first piece of each account."""
    counts = np.maximum(-(-np.diff(edges) // BLOCK), 1)
    firsts = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.intp)
    if not counts.size or counts.max() == 1:
        return edges, firsts[: counts.size]
    within = np.arange(counts.sum()) - np.repeat(firsts, counts)
    starts = np.repeat(edges[:-1], counts) + within * BLOCK
    return np.append(starts, edges[-1]), firsts


def spread(values: NDArray[np.float64], sizes: NDArray[np.intp]) -> NDArray[np.float64]:
    """The value of its account for each row; that of a single account stands for all of them."""
    return values if values.size == 1 else np.repeat(values, sizes)
