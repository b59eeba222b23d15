"""Equity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Equity",
    Unit.MONEY,
    Family.MONEY,
    formula="balance + credit + floating",
    undefined="No price of the open positions is known at the end of the period.",
    bases=(NET,),
)
def equity(totals: AccountTotals) -> NDArray[np.float64]:
    """Balance, credit and the floating result of open positions, at the end of the period.

    >>> from services.metrics._examples import totals
    >>> equity(totals(equity=990.0)).round(6)
    array([990.])
    """
    return totals.equity
