"""UTC instants as the hours, weekdays, months and years of a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH_WEEKDAY = 3
_EPOCH_YEAR = 1970


def hours(local: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The hour, 0 to 23, of wall-clock times."""
    found: NDArray[np.int64] = local.astype("datetime64[h]").astype(np.int64) % 24
    return found


def weekdays(local: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The weekday of wall-clock times, 0 is Monday."""
    found: NDArray[np.int64] = (local.astype("datetime64[D]").astype(np.int64) + _EPOCH_WEEKDAY) % 7
    return found


def months(local: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The month, 0 is January, of wall-clock times."""
    found: NDArray[np.int64] = local.astype("datetime64[M]").astype(np.int64) % 12
    return found


def years(local: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The year of wall-clock times."""
    found: NDArray[np.int64] = local.astype("datetime64[Y]").astype(np.int64) + _EPOCH_YEAR
    return found
