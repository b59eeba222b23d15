"""Best week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Best week",
    Unit.MONEY,
    Family.MONEY,
    formula="max over weeks of Σ daily profit",
    undefined="No day in the period.",
    higher_is_better=True,
    bases=(NET,),
)
def best_week(account: AccountSeries) -> NDArray[np.float64]:
    """The largest profit of a week from Monday to Sunday, flows taken out.

    >>> from services.metrics._examples import account
    >>> best_week(account(*range(100, 107), 100.0)).round(6)
    array([6.])
    """
    weeks = account.profits_by("W")
    return np.array([weeks.max() if weeks.size else np.nan])
