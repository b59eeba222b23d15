"""Max drawdown, equity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Max drawdown, equity",
    Unit.FRACTION,
    Family.DRAWDOWN,
    formula="max (peak - index) / peak",
    undefined="Equity between the trades is unknown: no snapshots were recorded in the whole period.",
    higher_is_better=False,
    bases=(NET,),
)
def max_drawdown(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Largest fall of the flow-neutral equity index from its peak, open positions included.

    >>> from services.metrics._examples import drawdown
    >>> max_drawdown(drawdown(100.0, 90.0, 120.0)).round(6)
    array([0.1])
    """
    return drawdown.equity
