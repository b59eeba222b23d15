"""Max drawdown, equity, in money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Max drawdown, equity, in money",
    Unit.MONEY,
    Family.DRAWDOWN,
    formula="max (peak - equity)",
    undefined="Equity between the trades is unknown: no snapshots were recorded in the whole period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def max_drawdown_money(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Largest fall of equity from its peak in money, flows taken out.

    >>> from services.metrics._examples import drawdown
    >>> max_drawdown_money(drawdown(100.0, 90.0, 120.0)).round(6)
    array([10.])
    """
    return drawdown.equity_money
