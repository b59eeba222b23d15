"""Exit efficiency."""

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
    "Exit efficiency",
    Unit.FRACTION,
    Family.EXCURSION,
    formula="mean((profit - MAE) / (MFE - MAE))",
    undefined="No prices were recorded while the trades were open.",
    higher_is_better=True,
    bases=(NET,),
)
def exit_efficiency(results: TradeSeries) -> NDArray[np.float64]:
    """How near to its best price a trade was closed: 1 at the best, 0 at the worst; costs left out.

    >>> from services.metrics._examples import results
    >>> exit_efficiency(results(30.0, -10.0, mae=(-5.0, -15.0), mfe=(39.0, 1.0))).round(6)
    array([0.596591])
    """
    return mean_known(ratio(results.profit - results.mae, results.mfe - results.mae))
