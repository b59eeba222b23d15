"""MAE / MFE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.order_statistics import mean_known
from services.calc.statistics import ratio
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "MAE / MFE",
    Unit.RATIO,
    Family.EXCURSION,
    formula="|average MAE| / average MFE",
    undefined="No prices were recorded while the trades were open.",
    higher_is_better=False,
    bases=(NET,),
)
def mae_mfe_ratio(results: TradeSeries) -> NDArray[np.float64]:
    """How much open loss was borne for each unit of open profit that was there to take.

    >>> from services.metrics._examples import results
    >>> mae_mfe_ratio(results(30.0, -10.0, mae=(-5.0, -15.0), mfe=(39.0, 1.0))).round(6)
    array([0.5])
    """
    return ratio(-mean_known(results.mae), mean_known(results.mfe))
