"""Best day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Best day",
    Unit.MONEY,
    Family.MONEY,
    formula="max over days of (change of equity - flows)",
    undefined="No day in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def best_day(totals: AccountTotals) -> NDArray[np.float64]:
    """The largest profit of a day, flows taken out.

    >>> from services.metrics._examples import totals
    >>> best_day(totals(best_day=80.0)).round(6)
    array([80.])
    """
    return totals.best_day
