"""Value at risk, 95 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import quantile
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Value at risk, 95 %",
    Unit.FRACTION,
    Family.RETURNS,
    formula="5 % quantile of daily returns",
    undefined="It needs 20 days of returns.",
    higher_is_better=True,
    bases=(NET,),
    source="P. Jorion, Value at Risk, 1997; historical simulation",
)
def value_at_risk_95(daily: ReturnSeries) -> NDArray[np.float64]:
    """The daily return that one day of twenty falls below, from history and not from a normal distribution.

    >>> from services.metrics._examples import daily
    >>> value_at_risk_95(daily(-0.04, -0.01, 0.0, 0.01, 0.02)).round(6)
    array([-0.034])
    """
    return daily.enough(quantile(daily.daily, 0.05))
