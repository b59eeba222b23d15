"""Money-weighted return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc import money_weighted
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Money-weighted return",
    Unit.FRACTION,
    Family.RETURNS,
    formula="g - 1 where start × g + Σ flow × g^(time left / time) = end",
    undefined="No single rate explains the flows, or there was no time or no capital.",
    higher_is_better=True,
    bases=(NET,),
    source="CFA Institute, GIPS, internal rate of return",
)
def money_weighted_return(account: AccountSeries) -> NDArray[np.float64]:
    """Return over the whole period on the money that was there: what explains the end from every flow.

    >>> from services.metrics._examples import account
    >>> money_weighted_return(account(100.0, 110.0, 220.0, 198.0, flow=(0.0, 0.0, 110.0, 0.0))).round(6)
    array([-0.087092])
    """
    return np.array([money_weighted.money_weighted_return(account.track, account.inside, account.began)])
