"""What could come: the daily returns of an account drawn again in blocks, path by path.

Days are drawn in blocks of random length (D. N. Politis and J. P. Romano, 1994), so that what follows each
other stays together. Returns are fractions of the capital, so a loss shrinks what later losses take, and no
path falls below minus 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from services.calc.bootstrap import SEED, block_indices
from services.calc.return_kernel import CALENDAR_DAYS, LEAST_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.return_kernel import DailySeries

PATHS = 2_000
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LOSSES = np.arange(1, 11) / 10


class Horizon(StrEnum):
    """How far ahead is looked."""

    MONTH = "1m"
    QUARTER = "3m"
    YEAR = "1y"

    def days(self, per_year: float) -> int:
        """How many returns that is, of a year of so many.

        >>> Horizon.QUARTER.days(252), Horizon.YEAR.days(365)
        (63, 365)
        """
        months = {Horizon.MONTH: 1, Horizon.QUARTER: 3, Horizon.YEAR: 12}[self]
        return round(per_year * months / 12)


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """Paths of the return since today, as fractions: `fan`, shape (quantiles, days + 1), starts at 0.

    `losses` are depths from 0.1 to 1; `chances` how likely each is reached at any time within the horizon.
    `n` is the number of returns drawn from, `block` the mean length of a block; `reason` says why there is
    nothing.
    """

    horizon: Horizon
    days: int
    per_year: int
    n: int
    paths: int
    block: float
    fan: NDArray[np.float64]
    losses: NDArray[np.float64]
    chances: NDArray[np.float64]
    reason: str = ""

    @property
    def ends(self) -> NDArray[np.float64]:
        """The return at the end of the horizon at each of the quantiles; NaN where nothing is known."""
        ends: NDArray[np.float64] = self.fan[:, -1] if self.fan.size else np.full(len(QUANTILES), np.nan)
        return ends


def monte_carlo(days: DailySeries, horizon: Horizon, *, paths: int = PATHS, seed: int = SEED) -> MonteCarlo:
    """Paths drawn from *days*; the same days, horizon and seed always make the same ones."""
    returns, length = days.returns, horizon.days(days.per_year)
    if returns.size < LEAST_DAYS:
        reason = f"It takes {LEAST_DAYS} daily returns; there are {returns.size}."
        return _nothing(days, horizon, reason)
    if np.isnan(returns).any():
        return _nothing(days, horizon, "The capital was used up, so it has no returns from there on.")
    source = np.random.default_rng([seed, length])
    steps = 1 + np.maximum(returns, -1.0)
    index = block_indices(source, paths, returns.size, length)
    value = np.concatenate((np.ones((paths, 1)), np.cumprod(steps[index], axis=1)), axis=1)
    lowest = value.min(axis=1)
    return MonteCarlo(
        horizon=horizon,
        days=length,
        per_year=days.per_year,
        n=returns.size,
        paths=paths,
        block=returns.size ** (1 / 3),
        fan=np.quantile(value, QUANTILES, axis=0) - 1,
        losses=LOSSES,
        chances=(lowest[:, None] <= _rounded(1 - LOSSES)).mean(axis=0),
    )


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without the last bits: a path at exactly 0.7 has lost 30 %."""
    return np.round(values, 12)


def _nothing(days: DailySeries, horizon: Horizon, reason: str) -> MonteCarlo:
    per_year = days.per_year or CALENDAR_DAYS
    none = np.zeros((len(QUANTILES), 0))
    unknown = np.full(LOSSES.size, np.nan)
    length = horizon.days(per_year)
    return MonteCarlo(horizon, length, per_year, days.returns.size, 0, np.nan, none, LOSSES, unknown, reason)
