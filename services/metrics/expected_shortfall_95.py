"""Expected shortfall, 95 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import mean_of_worst
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Expected shortfall, 95 %",
    Unit.FRACTION,
    Family.RETURNS,
    formula="mean of the returns at or below the 5 % quantile",
    undefined="It needs 20 days of returns.",
    higher_is_better=True,
    bases=(NET,),
    source="C. Acerbi and D. Tasche, Expected Shortfall, 2002",
)
def expected_shortfall_95(daily: ReturnSeries) -> NDArray[np.float64]:
    """Mean return of the worst days, one of twenty.

    >>> from services.metrics._examples import daily
    >>> expected_shortfall_95(daily(-0.04, -0.01, 0.0, 0.01, 0.02)).round(6)
    array([-0.04])
    """
    return daily.enough(mean_of_worst(daily.daily, 0.05))
