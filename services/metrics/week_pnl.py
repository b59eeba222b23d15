"""This week's P&L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "This week's P&L",
    Unit.MONEY,
    Family.MONEY,
    formula="Σ daily profit of the last week",
    undefined="Nothing was recorded in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def week_pnl(account: AccountSeries) -> NDArray[np.float64]:
    """Profit of the week, from Monday to the last recorded day of the period, flows taken out.

    >>> from services.metrics._examples import account
    >>> week_pnl(account(100.0, 112.0, 107.0)).round(6)
    array([7.])
    """
    return account.profit_since("W")
