"""Average MFE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import mean_known
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Average MFE",
    Unit.MONEY,
    Family.EXCURSION,
    formula="mean of the best floating profit of each trade",
    undefined="No prices were recorded while the trades were open.",
    higher_is_better=True,
    bases=(NET,),
    source="J. Sweeney, Maximum Adverse Excursion, 1996",
)
def average_mfe(results: TradeSeries) -> NDArray[np.float64]:
    """Mean maximum favorable excursion: how far a trade stood in profit at its best.

    >>> from services.metrics._examples import results
    >>> average_mfe(results(30.0, -10.0, mae=(-5.0, -15.0), mfe=(39.0, 1.0))).round(6)
    array([20.])
    """
    return mean_known(results.mfe)
