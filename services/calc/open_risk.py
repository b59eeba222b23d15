"""The risk that closed trades do not show: how much of the loss was still floating."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.drawdown_table import drawdowns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track


@dataclass(frozen=True, slots=True)
class OpenRisk:
    """What was floating: the worst open loss, and the share of the deepest fall that was open at its valley.

    `worst` is a fraction of the balance at the time, positive, at `worst_time`; `share` lies between 0 and
    1. All are NaN (and NaT) where equity was never recorded.
    """

    worst: float
    worst_time: np.datetime64
    share: float
    points: int


UNKNOWN = OpenRisk(math.nan, np.datetime64("NaT", "us"), math.nan, 0)


def open_risk(track: Track, inside: NDArray[np.bool_]) -> OpenRisk:
    """The floating losses of the points *inside* whose equity is known."""
    known = np.flatnonzero(inside & track.is_equity & (track.balance > 0))
    if not known.size:
        return UNKNOWN
    floating = (track.value[known] - track.balance[known]) / track.balance[known]
    worst = int(np.argmin(floating))
    return OpenRisk(
        worst=max(-float(floating[worst]), 0.0),
        worst_time=track.time[known[worst]],
        share=_floating_share(track, inside),
        points=int(known.size),
    )


def _floating_share(track: Track, inside: NDArray[np.bool_]) -> float:
    """How much of the money lost from peak to valley was floating at the valley; NaN without a fall."""
    falls = drawdowns(track, inside, most=1)
    if not falls or not falls[0].money > 0:
        return math.nan
    at = int(np.searchsorted(track.time, falls[0].valley))
    if not track.is_equity[at]:
        return math.nan
    lost = float(track.balance[at] - track.value[at])
    return min(max(lost / falls[0].money, 0.0), 1.0)
