"""Average recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc import drawdown_table
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Average recovery",
    Unit.DAYS,
    Family.DRAWDOWN,
    formula="mean days from valley to the peak again",
    undefined="No drawdown ended in the period.",
    higher_is_better=False,
    bases=(NET,),
)
def average_recovery_days(account: AccountSeries) -> NDArray[np.float64]:
    """Mean time from the lowest point of a drawdown until its peak was reached again, over those that ended.

    >>> from services.metrics._examples import account
    >>> average_recovery_days(account(100.0, 90.0, 95.0, 120.0)).round(6)
    array([2.])
    """
    return np.array([drawdown_table.average_recovery_days(account.track, account.inside)])
