"""Trades by the month and year they were closed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.comparison.cells import Placed
from services.comparison.clock import MONTHS, months, years

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def month_year(local: NDArray[np.datetime64]) -> Placed:
    """Months as rows, every year from the first to the last as columns; *local* as on the wall clock."""
    if not local.size:
        return Placed(MONTHS, (), months(local), years(local))
    found = years(local)
    first, last = int(found.min()), int(found.max())
    return Placed(MONTHS, tuple(str(year) for year in range(first, last + 1)), months(local), found - first)
