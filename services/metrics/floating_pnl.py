"""Floating P&L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Floating P&L",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ profit + swap of open positions",
    undefined="No price of the open positions is known at the end of the period.",
    bases=(NET,),
)
def floating_pnl(totals: AccountTotals) -> NDArray[np.float64]:
    """Result of the open positions with their swap, at the end of the period.

    >>> from services.metrics._examples import totals
    >>> floating_pnl(totals(floating=-10.0)).round(6)
    array([-10.])
    """
    return totals.floating
