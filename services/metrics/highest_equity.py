"""Highest equity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Highest equity",
    Unit.MONEY,
    Family.MONEY,
    formula="max equity",
    undefined="No equity was recorded in the period.",
    bases=(NET,),
)
def highest_equity(totals: AccountTotals) -> NDArray[np.float64]:
    """The largest recorded equity of the period.

    >>> from services.metrics._examples import totals
    >>> highest_equity(totals(highest_equity=1250.0)).round(6)
    array([1250.])
    """
    return totals.highest_equity
