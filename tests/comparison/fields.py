"""Made-up accounts for comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import DailySeries
from services.comparison.field import Entrant, field_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.field import Field

MONDAY = np.datetime64("2025-01-06", "D")


def entrant(
    key: str, returns: NDArray[np.float64], *, first: np.datetime64 = MONDAY, per_year: int = 365
) -> Entrant[str]:
    """An account with one closed trade a day, whose net result is the day's return of a capital of 1,000."""
    day = first + np.arange(returns.size)
    return Entrant(key, DailySeries(day, returns, returns * 1000, per_year), day, returns * 1000)


def field(**returns: NDArray[np.float64]) -> Field[str]:
    """Accounts with these returns from the same Monday on."""
    return field_of([entrant(key, daily) for key, daily in returns.items()])
