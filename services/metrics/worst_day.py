"""Worst day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Worst day",
    Unit.MONEY,
    Family.MONEY,
    formula="min over days of (change of equity - flows)",
    undefined="No day in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def worst_day(totals: AccountTotals) -> NDArray[np.float64]:
    """The largest loss of a day, flows taken out.

    >>> from services.metrics._examples import totals
    >>> worst_day(totals(worst_day=-70.0)).round(6)
    array([-70.])
    """
    return totals.worst_day
