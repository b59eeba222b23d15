"""Net flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import AccountTotals


@metric(
    "Net flows",
    Unit.MONEY,
    Family.MONEY,
    formula="deposits + withdrawals + bonuses",
    bases=(NET,),
)
def net_flows(totals: AccountTotals) -> NDArray[np.float64]:
    """Deposits, withdrawals and bonuses together.

    >>> from services.metrics._examples import totals
    >>> net_flows(totals(deposits=500.0, withdrawals=-200.0)).round(6)
    array([300.])
    """
    return totals.deposits + totals.withdrawals + totals.bonuses
