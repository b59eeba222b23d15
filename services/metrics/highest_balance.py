"""Highest balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Highest balance",
    Unit.MONEY,
    Family.MONEY,
    formula="max balance",
    undefined="No deal in the period.",
    bases=(NET,),
)
def highest_balance(totals: AccountTotals) -> NDArray[np.float64]:
    """The largest balance of the period.

    >>> from services.metrics._examples import totals
    >>> highest_balance(totals(highest_balance=1200.0)).round(6)
    array([1200.])
    """
    return totals.highest_balance
