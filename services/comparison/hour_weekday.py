"""Trades by the hour and weekday they were closed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.comparison.cells import Placed
from services.comparison.clock import WEEKDAYS, hours, weekdays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOURS = tuple(f"{hour:02d}" for hour in range(24))


def hour_weekday(local: NDArray[np.datetime64]) -> Placed:
    """Hours as rows, weekdays as columns; *local* are exit times on the wall clock."""
    return Placed(HOURS, WEEKDAYS, hours(local), weekdays(local))
