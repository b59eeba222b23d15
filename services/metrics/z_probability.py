"""Z-score probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.run_score import run_probability, run_score
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Z-score probability",
    Unit.FRACTION,
    Family.TRADES,
    formula="erf(|Z| / √2), Z to two decimals, at most 99.74 %",
    undefined="It needs wins and losses, and more of them than chance could order in one way only.",
    source="MetaTrader 5 report",
    has_interval=False,
)
def z_probability(results: TradeSeries) -> NDArray[np.float64]:
    """Confidence that the order of wins and losses is no chance, as MetaTrader prints it.

    >>> from services.metrics._examples import results
    >>> z_probability(results(1.0, 1.0, 1.0, -1.0, -1.0, -1.0)).round(6)
    array([0.829313])
    """
    return run_probability(run_score(results.outcome))
