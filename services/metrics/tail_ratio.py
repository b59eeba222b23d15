"""Tail ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.order_statistics import quantile
from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.account_series import ReturnSeries


@metric(
    "Tail ratio",
    Unit.RATIO,
    Family.RETURNS,
    formula="|95 % quantile / 5 % quantile|",
    undefined="It needs 20 days of returns whose 5 % quantile is not 0.",
    higher_is_better=True,
    bases=(NET,),
)
def tail_ratio(daily: ReturnSeries) -> NDArray[np.float64]:
    """How large the best days are beside the worst ones; above 1 the good tail is longer.

    >>> from services.metrics._examples import daily
    >>> tail_ratio(daily(-0.04, -0.01, 0.0, 0.01, 0.02)).round(6)
    array([0.529412])
    """
    return daily.enough(np.abs(ratio(quantile(daily.daily, 0.95), quantile(daily.daily, 0.05))))
