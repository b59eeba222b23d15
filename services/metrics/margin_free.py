"""Free margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Free margin",
    Unit.MONEY,
    Family.MONEY,
    formula="equity - margin",
    undefined="Nobody has stated the margin at the end of the period.",
    bases=(NET,),
)
def margin_free(account: AccountSeries) -> NDArray[np.float64]:
    """Equity that is not held for open positions, at the end of the period.

    >>> from services.metrics._examples import account
    >>> margin_free(account(100.0, 110.0, margin=20.0)).round(6)
    array([90.])
    """
    return np.array([account.end.equity - account.end.margin])
