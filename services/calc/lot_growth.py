"""Whether lots grow after a loss: the volume of the next entry beside that of the trade before it.

For each closed trade the next entry is the first trade of the same symbol opened at or after its exit; of
several trades closed before one entry the last one counts. A growth of 2 is twice the lots.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_PAIRS = 20
MARTINGALE_GROWTH, MARTINGALE_BESIDE_WIN = 1.25, 1.15


@dataclass(frozen=True, slots=True)
class LotGrowth:
    """Mean growth (geometric) of the lots after a loss and after a win, and how many pairs each stands on.

    `grown` is the share of the entries after a loss with more lots than the losing trade; NaN without any.
    """

    after_loss: float
    losses: int
    after_win: float
    wins: int
    grown: float

    @property
    def is_martingale(self) -> bool | None:
        """Whether lots grow after losses as a martingale's do; None with fewer than 20 pairs after a loss.

        They do when they grow by a quarter or more, and by 15 % more than after a win.
        """
        if self.losses < LEAST_PAIRS:
            return None
        beside = 1.0 if math.isnan(self.after_win) else self.after_win
        return self.after_loss >= MARTINGALE_GROWTH and self.after_loss >= MARTINGALE_BESIDE_WIN * beside


def lot_growth(
    net: NDArray[np.float64],
    volume: NDArray[np.float64],
    entry: NDArray[np.datetime64],
    exit_: NDArray[np.datetime64],
    symbol: NDArray[np.int64],
) -> LotGrowth:
    """The growth over trades by exit; one whose entry is unknown (NaT) follows nothing."""
    pairs = [_pairs(np.flatnonzero(symbol == code), entry, exit_) for code in np.unique(symbol)]
    before, after = (
        np.concatenate([pair[side] for pair in pairs]) if pairs else np.zeros(0, dtype=np.intp)
        for side in (0, 1)
    )
    known = (volume[before] > 0) & (volume[after] > 0)
    before, after = before[known], after[known]
    growth = np.log(volume[after] / volume[before])
    lost, won = net[before] < 0, net[before] > 0
    return LotGrowth(
        after_loss=_mean(growth[lost]),
        losses=int(lost.sum()),
        after_win=_mean(growth[won]),
        wins=int(won.sum()),
        grown=float((growth[lost] > 0).mean()) if lost.any() else math.nan,
    )


def _pairs(
    rows: NDArray[np.intp], entry: NDArray[np.datetime64], exit_: NDArray[np.datetime64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Trades of one symbol and the entry that followed each, as rows."""
    opened = rows[~np.isnat(entry[rows])]
    opened = opened[np.argsort(entry[opened], kind="stable")]
    last = np.searchsorted(exit_[rows], entry[opened], side="right") - 1
    follows = last >= 0
    opened, last = opened[follows], last[follows]
    itself = rows[last] == opened
    opened, last = opened[~itself], last[~itself]
    _, first = np.unique(last, return_index=True)
    return rows[last[first]], opened[first]


def _mean(growth: NDArray[np.float64]) -> float:
    return math.exp(float(growth.mean())) if growth.size else math.nan
