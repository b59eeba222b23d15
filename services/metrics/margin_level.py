"""Margin level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Margin level",
    Unit.FRACTION,
    Family.MONEY,
    formula="equity / margin",
    undefined="No position holds margin, or nobody has stated it, at the end of the period.",
    higher_is_better=True,
    bases=(NET,),
)
def margin_level(account: AccountSeries) -> NDArray[np.float64]:
    """Equity as a multiple of the margin, at the end of the period; a low one makes brokers close positions.

    >>> from services.metrics._examples import account
    >>> margin_level(account(100.0, 110.0, margin=20.0)).round(6)
    array([5.5])
    """
    return ratio(np.array([account.end.equity]), np.array([account.end.margin]))
