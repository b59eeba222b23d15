"""Average daily P&L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Average daily P&L",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ daily profit / days",
    undefined="No day in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def average_daily_pnl(totals: AccountTotals) -> NDArray[np.float64]:
    """Mean profit of a day, days without trades included, flows taken out.

    >>> from services.metrics._examples import totals
    >>> average_daily_pnl(totals(day_total=100.0, days=4.0)).round(6)
    array([25.])
    """
    return ratio(totals.day_total, totals.days)
