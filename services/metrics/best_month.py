"""Best month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Best month",
    Unit.MONEY,
    Family.MONEY,
    formula="max over months of Σ daily profit",
    undefined="No month in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def best_month(totals: AccountTotals) -> NDArray[np.float64]:
    """The largest profit of a calendar month, flows taken out.

    >>> from services.metrics._examples import totals
    >>> best_month(totals(best_month=300.0)).round(6)
    array([300.])
    """
    return totals.best_month
