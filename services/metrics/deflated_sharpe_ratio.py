"""Deflated Sharpe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.distribution import normal_cdf
from services.calc.sharpe_score import luckiest_sharpe, sharpe_score
from services.metrics._registry import NET, Family, Unit, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.account_series import Peers
    from services.calc.statistics import ReturnStatistics


@metric(
    "Deflated Sharpe",
    Unit.FRACTION,
    Family.RISK,
    formula="as probabilistic, above SR₀ = √V × ((1 - g) × Φ⁻¹(1 - 1/N) + g × Φ⁻¹(1 - 1/(N × e)))",
    undefined="Compare accounts: it needs how many there are and the variance of their Sharpe ratios.",
    higher_is_better=True,
    bases=(NET,),
    source="D. H. Bailey and M. López de Prado, The Deflated Sharpe Ratio, 2014",
    has_interval=False,
)
def deflated_sharpe_ratio(returns: ReturnStatistics, peers: Peers) -> NDArray[np.float64]:
    """Probability that the true Sharpe is above the best that luck alone would show among so many accounts.

    N is the number of accounts, V the variance of their daily Sharpe ratios, g Euler's constant 0.5772.

    >>> from services.metrics._examples import peers, returns
    >>> deflated_sharpe_ratio(returns(0.01, -0.01, 0.02), peers(10, 0.01)).round(6)
    array([0.641174])
    """
    luck = luckiest_sharpe(peers.accounts, peers.variance)
    return normal_cdf(sharpe_score(returns, luck))
