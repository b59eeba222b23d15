"""Margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Margin",
    Unit.MONEY,
    Family.MONEY,
    formula="margin of the open positions, as the broker states it",
    undefined="Nobody has stated the margin at the end of the period.",
    bases=(NET,),
)
def margin(account: AccountSeries) -> NDArray[np.float64]:
    """Money held for the open positions, at the end of the period.

    >>> from services.metrics._examples import account
    >>> margin(account(100.0, 110.0, margin=20.0)).round(6)
    array([20.])
    """
    return np.array([account.end.margin])
