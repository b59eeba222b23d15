"""Max drawdown, balance, in money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import DrawdownStatistics


@metric(
    "Max drawdown, balance, in money",
    Unit.MONEY,
    Family.DRAWDOWN,
    formula="max (peak - balance)",
    measured_on="balance after each deal",
    undefined="No deal in the period.",
    higher_is_better=False,
    has_interval=False,
)
def max_balance_drawdown_money(drawdown: DrawdownStatistics) -> NDArray[np.float64]:
    """Largest fall of the balance from its peak in money.

    >>> from services.metrics._examples import drawdown
    >>> max_balance_drawdown_money(drawdown(100.0, 90.0, 120.0, balance=(100.0, 99.0, 120.0))).round(6)
    array([1.])
    """
    return drawdown.balance_money
