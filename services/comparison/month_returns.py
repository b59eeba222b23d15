"""What accounts made in each calendar month: returns chained over the days they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MonthReturns:
    """Returns as fractions, shape (accounts, months); `days` of each month were compared."""

    month: NDArray[np.datetime64]
    values: NDArray[np.float64]
    days: NDArray[np.int64]


def month_returns(day: NDArray[np.datetime64], indices: Sequence[NDArray[np.float64]]) -> MonthReturns:
    """The months of rising *day*; each of *indices* is what 1 became at the end of each day.

    >>> days = np.array(["2026-01-30", "2026-02-02", "2026-02-03"], dtype="datetime64[D]")
    >>> month_returns(days, [np.array([1.1, 1.1, 1.21])]).values.round(6)
    array([[0.1, 0.1]])
    """
    month, first = np.unique(day.astype("datetime64[M]"), return_index=True)
    if not month.size:
        return MonthReturns(month, np.zeros((len(indices), 0)), np.zeros(0, dtype=np.int64))
    last = np.append(first[1:], day.size) - 1
    ends = np.array([index[last] for index in indices]).reshape(len(indices), month.size)
    starts = np.concatenate((np.ones((len(indices), 1)), ends[:, :-1]), axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(starts > 0, ends / starts - 1, np.nan)
    return MonthReturns(month, values, (last - first + 1).astype(np.int64))
