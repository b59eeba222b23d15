"""Quantiles and means along the last axis of rows: one row an account, or one a bootstrap draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray


def quantile(rows: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """The quantile of each row, linear between the two nearest values; NaN for rows without values.

    >>> quantile(np.array([[4.0, 1.0, 3.0, 2.0]]), 0.5)
    array([2.5])
    """
    n = rows.shape[-1]
    if not n:
        return np.full(rows.shape[0], np.nan)
    place = (n - 1) * chance
    low = int(place)
    high = min(low + 1, n - 1)
    ordered = np.partition(rows, (low, high), axis=-1)
    below, above = ordered[..., low], ordered[..., high]
    between: NDArray[np.float64] = below + (above - below) * (place - low)
    return np.where(np.isnan(rows).any(axis=-1), np.nan, between)


def mean_of_worst(rows: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """Mean of the values of each row that lie at or below its quantile; NaN for rows without values.

    >>> mean_of_worst(np.array([[4.0, 1.0, 3.0, 2.0]]), 0.5)
    array([1.5])
    """
    n = rows.shape[-1]
    if not n:
        return np.full(rows.shape[0], np.nan)
    last = int((n - 1) * chance)
    worst: NDArray[np.float64] = np.partition(rows, last, axis=-1)[..., : last + 1].mean(axis=-1)
    return np.where(np.isnan(rows).any(axis=-1), np.nan, worst)


def median_where(rows: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Median of the *kept* values of each row; NaN where none is.

    >>> median_where(np.array([[4.0, -1.0, 3.0, 2.0]]), np.array([[True, False, True, True]]))
    array([3.])
    """
    n = kept.sum(axis=-1)
    if not rows.shape[-1]:
        return np.full(rows.shape[0], np.nan)
    ordered = np.sort(np.where(kept, rows, np.inf), axis=-1)
    each, last = np.arange(rows.shape[0]), rows.shape[-1] - 1
    middle = ordered[each, np.maximum(n - 1, 0) // 2] + ordered[each, np.minimum(n // 2, last)]
    return np.where(n > 0, middle / 2, np.nan)


def mean_known(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the values of each row that are not NaN; NaN where none is known.

    >>> mean_known(np.array([[1.0, np.nan, 3.0]]))
    array([2.])
    """
    known = ~np.isnan(rows)
    return ratio(np.where(known, rows, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))
