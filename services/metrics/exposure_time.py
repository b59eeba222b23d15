"""Exposure time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.exposure import exposure
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries


@metric(
    "Exposure time",
    Unit.FRACTION,
    Family.RETURNS,
    formula="time with an open position / time",
    undefined="Nothing or one instant was recorded in the period.",
    bases=(NET,),
)
def exposure_time(account: AccountSeries) -> NDArray[np.float64]:
    """Fraction of the period in which at least one position was open.

    >>> from services.metrics._examples import account
    >>> exposure_time(account(100.0, 101.0, 102.0, results=(1.0, 2.0))).round(6)
    array([0.083333])
    """
    return np.array(
        [
            exposure(
                account.trades.entry,
                account.trades.exit,
                account.open_from,
                start=account.began,
                end=account.ended,
            )
        ]
    )
