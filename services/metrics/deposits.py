"""Deposits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Deposits",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ balance deals ≥ 0",
    bases=(NET,),
)
def deposits(totals: AccountTotals) -> NDArray[np.float64]:
    """Money that was paid in; never profit.

    >>> from services.metrics._examples import totals
    >>> deposits(totals(deposits=500.0)).round(6)
    array([500.])
    """
    return totals.deposits
