"""Withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Withdrawals",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ balance deals < 0",
    bases=(NET,),
)
def withdrawals(totals: AccountTotals) -> NDArray[np.float64]:
    """Money that was taken out, a negative number; never loss.

    >>> from services.metrics._examples import totals
    >>> withdrawals(totals(withdrawals=-200.0)).round(6)
    array([-200.])
    """
    return totals.withdrawals
