"""Worst month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Worst month",
    Unit.MONEY,
    Family.MONEY,
    formula="min over months of Σ daily profit",
    undefined="No month in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def worst_month(totals: AccountTotals) -> NDArray[np.float64]:
    """The smallest profit of a calendar month, flows taken out.

    >>> from services.metrics._examples import totals
    >>> worst_month(totals(worst_month=-120.0)).round(6)
    array([-120.])
    """
    return totals.worst_month
