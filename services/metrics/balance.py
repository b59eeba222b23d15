"""Balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Balance",
    Unit.MONEY,
    Family.MONEY,
    formula="opening balance + Σ cash of all deals",
    bases=(NET,),
)
def balance(totals: AccountTotals) -> NDArray[np.float64]:
    """Money on the account without open positions, at the end of the period.

    >>> from services.metrics._examples import totals
    >>> balance(totals(balance=1000.0)).round(6)
    array([1000.])
    """
    return totals.balance
