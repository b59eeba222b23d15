"""Rolling volatility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.rolling import latest
from services.calc.rolling import rolling_volatility as rolling_volatility_of
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Rolling volatility",
    Unit.FRACTION,
    Family.RISK,
    formula="σ(r) × √P over 63 days",
    annualised="× √P",
    undefined="It needs 63 days.",
    higher_is_better=False,
    bases=(NET,),
    detail="series by day, NaN before the 63rd",
    has_interval=False,
)
def rolling_volatility(daily: ReturnSeries) -> NDArray[np.float64]:
    """Standard deviation per year of the last 63 days; its series has the same figure for every day before.

    >>> from services.metrics._examples import daily
    >>> rolling_volatility(daily(*[0.01, -0.01, 0.02] * 21)).round(6)
    array([0.19958])
    """
    return latest(rolling_volatility_of, daily)
