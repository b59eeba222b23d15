"""Z-score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.run_score import run_score
from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import TradeSeries


@metric(
    "Z-score",
    Unit.RATIO,
    Family.TRADES,
    formula="(N(R - 0.5) - P) / √(P(P - N) / (N - 1)), P = 2WL, R runs",
    undefined="It needs wins and losses, and more of them than chance could order in one way only.",
    source="MetaTrader 5 report",
    has_interval=False,
)
def z_score(results: TradeSeries) -> NDArray[np.float64]:
    """Whether wins and losses come in runs (below 0) or alternate (above 0) more than by chance.

    >>> from services.metrics._examples import results
    >>> z_score(results(1.0, 1.0, 1.0, -1.0, -1.0, -1.0)).round(6)
    array([-1.369306])
    """
    return run_score(results.outcome)
