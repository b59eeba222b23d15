"""The deepest falls of an account, each from its peak to its valley and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.drawdown_kernel import episodes
from services.calc.equity import drawdown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track

MOST = 10
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Drawdown:
    """One fall of the flow-neutral index: a positive fraction, and the money from peak to valley.

    `start` is the peak, `end` when it was reached again; None, as `recovery_days` from the valley, while the
    fall is open. `days` run from the peak to the end, or to the last point.
    """

    start: np.datetime64
    valley: np.datetime64
    end: np.datetime64 | None
    depth: float
    money: float
    days: float
    recovery_days: float | None

    @property
    def days_down(self) -> float:
        """Days from the peak to the valley."""
        return float((self.valley - self.start) / _DAY)

    @property
    def is_open(self) -> bool:
        """Whether the peak was not reached again."""
        return self.end is None


@dataclass(frozen=True, slots=True)
class _Falls:
    """All falls of a curve as rows of its points: peak, valley, first point at the peak again."""

    time: NDArray[np.datetime64]
    neutral: NDArray[np.float64]
    depth: NDArray[np.float64]
    peak: NDArray[np.intp]
    valley: NDArray[np.intp]
    back: NDArray[np.intp]

    def row(self, number: int) -> Drawdown:
        peak, valley, back = int(self.peak[number]), int(self.valley[number]), int(self.back[number])
        is_open = back == self.time.size
        last = self.time[-1] if is_open else self.time[back]
        return Drawdown(
            start=self.time[peak],
            valley=self.time[valley],
            end=None if is_open else last,
            depth=float(self.depth[number]),
            money=float(self.neutral[peak] - self.neutral[valley]),
            days=float((last - self.time[peak]) / _DAY),
            recovery_days=None if is_open else float((last - self.time[valley]) / _DAY),
        )


def drawdowns(track: Track, inside: NDArray[np.bool_], most: int = MOST) -> tuple[Drawdown, ...]:
    """The *most* deepest falls of the points *inside*, deepest first; of equity where it is known."""
    falls = _falls(track, inside)
    deepest = np.argsort(-falls.depth, kind="stable")[:most]
    return tuple(falls.row(int(number)) for number in deepest)


def average_recovery_days(track: Track, inside: NDArray[np.bool_]) -> float:
    """Mean days from the valley of a fall until its peak was reached again; NaN when none was."""
    falls = _falls(track, inside)
    over = falls.back < falls.time.size
    if not over.any():
        return float("nan")
    return float(((falls.time[falls.back[over]] - falls.time[falls.valley[over]]) / _DAY).mean())


def _falls(track: Track, inside: NDArray[np.bool_]) -> _Falls:
    rows = np.flatnonzero(inside)
    if rows.size and rows[0]:
        rows = np.concatenate(([rows[0] - 1], rows))
    flow = track.flow[rows].copy()
    flow[:1] = 0.0
    fall = np.nan_to_num(drawdown(track.index[rows]), nan=-1.0)
    starts, ends = episodes(fall)
    depth = -np.minimum.reduceat(fall, starts) if starts.size else np.zeros(0)
    under = np.flatnonzero(fall < 0)
    episode = np.searchsorted(starts, under, side="right") - 1
    deepest = fall[under] == -depth[episode]
    valley = under[deepest][np.searchsorted(episode[deepest], np.arange(starts.size))]
    neutral = track.value[rows] - np.cumsum(flow)
    return _Falls(track.time[rows], neutral, depth, np.maximum(starts - 1, 0), valley, ends)
