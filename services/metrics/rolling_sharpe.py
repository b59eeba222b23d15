"""Rolling Sharpe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.rolling import latest
from services.calc.rolling import rolling_sharpe as rolling_sharpe_of
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Rolling Sharpe",
    Unit.RATIO,
    Family.RISK,
    formula="mean(r) / σ(r) × √P over 63 days",
    annualised="× √P",
    undefined="It needs 63 days, the last ones with different returns.",
    higher_is_better=True,
    bases=(NET,),
    detail="series by day, NaN before the 63rd",
    has_interval=False,
)
def rolling_sharpe(daily: ReturnSeries) -> NDArray[np.float64]:
    """Sharpe of the last 63 days; its series has the same figure for every day before.

    >>> from services.metrics._examples import daily
    >>> rolling_sharpe(daily(*[0.01, -0.01, 0.02] * 21)).round(6)
    array([8.417668])
    """
    return latest(rolling_sharpe_of, daily)
