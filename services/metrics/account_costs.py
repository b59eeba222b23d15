"""Account costs and income."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Account costs and income",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ cash of cost and income deals",
    bases=(NET,),
)
def account_costs(totals: AccountTotals) -> NDArray[np.float64]:
    """Dividends, interest, taxes and commissions booked on the account and not on a trade.

    >>> from services.metrics._examples import totals
    >>> account_costs(totals(account_costs=-4.5)).round(6)
    array([-4.5])
    """
    return totals.account_costs
