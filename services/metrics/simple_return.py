"""Simple return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc import money_weighted
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Simple return",
    Unit.FRACTION,
    Family.RETURNS,
    formula="Σ profit / first capital",
    undefined="No capital in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def simple_return(account: AccountSeries) -> NDArray[np.float64]:
    """Profit as a fraction of the capital at the start of the period; later deposits are not in it.

    >>> from services.metrics._examples import account
    >>> simple_return(account(100.0, 110.0, 231.0, flow=(0.0, 0.0, 110.0))).round(6)
    array([0.21])
    """
    return np.array([money_weighted.simple_return(account.track, account.inside)])
