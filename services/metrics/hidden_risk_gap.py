"""Hidden risk gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Hidden risk gap",
    Unit.FRACTION,
    Family.DRAWDOWN,
    formula="max drawdown of equity - of balance",
    undefined="Equity between the trades is unknown: no snapshots were recorded in the whole period.",
    higher_is_better=False,
    bases=(NET,),
    has_interval=False,
)
def hidden_risk_gap(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Drawdown of equity minus drawdown of balance: the loss that closed trades do not show.

    >>> from services.metrics._examples import drawdown
    >>> hidden_risk_gap(drawdown(100.0, 70.0, 120.0, balance=(100.0, 99.0, 120.0))).round(6)
    array([0.29])
    """
    return drawdown.equity - drawdown.balance
