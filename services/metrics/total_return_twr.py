"""Return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Return",
    Unit.FRACTION,
    Family.RETURNS,
    formula="Π(1 + r) - 1",
    undefined="No day with positive capital in the period.",
    higher_is_better=True,
    bases=(NET,),
    source="GIPS, true time-weighted return",
)
def total_return_twr(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Time-weighted return: what one unit of capital earned, deposits and withdrawals taken out.

    >>> from services.metrics._examples import returns
    >>> total_return_twr(returns(0.1, 0.1)).round(6)
    array([0.21])
    """
    return returns.growth - 1
