"""Average month return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Average month return",
    Unit.FRACTION,
    Family.RETURNS,
    formula="mean over months of Π(1 + r) - 1",
    undefined="No month with positive capital in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def average_month_return(account: AccountSeries) -> NDArray[np.float64]:
    """Mean compounded return of a calendar month; the first and the last may be parts of one.

    >>> from services.metrics._examples import account
    >>> average_month_return(account(100.0, 110.0)).round(6)
    array([0.1])
    """
    months = account.returns_by("M")
    return np.array([months.mean() if months.size else np.nan])
