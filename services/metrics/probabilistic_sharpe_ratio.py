"""Probabilistic Sharpe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.distribution import normal_cdf
from services.calc.sharpe_score import sharpe_score
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics


@metric(
    "Probabilistic Sharpe",
    Unit.FRACTION,
    Family.RISK,
    formula="Φ(SR × √(n - 1) / √(1 - γ₃ × SR + (γ₄ - 1) / 4 × SR²)), SR of a day",
    undefined="It needs 20 days with different returns.",
    higher_is_better=True,
    bases=(NET,),
    source="D. H. Bailey and M. López de Prado, The Sharpe Ratio Efficient Frontier, 2012",
    has_interval=False,
)
def probabilistic_sharpe_ratio(returns: ReturnStatistics) -> NDArray[np.float64]:
    """Probability that the true Sharpe is above 0, by the number of days and the shape of their returns.

    >>> from services.metrics._examples import returns
    >>> probabilistic_sharpe_ratio(returns(0.01, -0.01, 0.02)).round(6)
    array([0.714199])
    """
    return normal_cdf(sharpe_score(returns, np.zeros_like(returns.n)))
