"""How much accounts move together: correlation of daily returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

import numpy as np

from services.comparison.field import LEAST_DAYS, Key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.field import Field


@dataclass(frozen=True, slots=True)
class Correlation(Generic[Key]):
    """Pearson's r of daily returns, shape (accounts, accounts), over *n* days; NaN where one never moved.

    `average` is the mean of all pairs; `reason` says why nothing is known.
    """

    keys: tuple[Key, ...]
    values: NDArray[np.float64]
    n: int
    average: float
    reason: str = ""


def correlation(field: Field[Key]) -> Correlation[Key]:
    """The correlations of a field of at least 20 days."""
    n, count = field.returns.shape if field.returns.ndim == 2 else (0, 0)  # noqa: PLR2004 - days and accounts
    if n < LEAST_DAYS:
        nothing = np.full((count, count), np.nan)
        return Correlation(
            field.keys, nothing, n, np.nan, f"It takes {LEAST_DAYS} days in common; there are {n}."
        )
    centred = field.returns - field.returns.mean(axis=0)
    length = np.sqrt(np.square(centred).sum(axis=0))
    unit = np.divide(centred, length, out=np.full_like(centred, np.nan), where=length > 0)
    values = np.clip(unit.T @ unit, -1.0, 1.0)
    np.fill_diagonal(values, np.where(length > 0, 1.0, np.nan))
    pairs = values[np.triu_indices(count, 1)]
    known = pairs[~np.isnan(pairs)]
    return Correlation(field.keys, values, n, float(known.mean()) if known.size else np.nan)


def similar_order(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Rows in an order in which those that move together stand together; the first is in the first half.

    Source: M. Fiedler's vector of the Laplacian of how alike they are (spectral seriation, J. E. Atkins,
    E. G. Boman, B. Hendrickson, 1998).

    >>> similar_order(np.array([[1.0, 0.0, 0.9], [0.0, 1.0, 0.1], [0.9, 0.1, 1.0]]))
    array([0, 2, 1])
    """
    count = values.shape[0]
    if count <= 2:  # noqa: PLR2004 - two have no other order
        return np.arange(count)
    alike = (np.nan_to_num(values, nan=0.0) + 1) / 2
    np.fill_diagonal(alike, 0.0)
    laplacian = np.diag(alike.sum(axis=0)) - alike
    fiedler = np.linalg.eigh(laplacian)[1][:, 1].round(9)
    order = np.argsort(fiedler, kind="stable")
    return order if np.flatnonzero(order == 0)[0] < (count + 1) // 2 else order[::-1].copy()
