"""Falls from a peak: of the flow-neutral index and of the balance, in fractions, money and days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import drawdown, drawdown_money, flow_neutral_index
from services.calc.statistics import DrawdownStatistics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from services.calc.equity import Track

_DAY = np.timedelta64(1, "D")


def balance_index(track: Track) -> NDArray[np.float64]:
    """The flow-neutral index of the balance alone."""
    if track.value is track.balance:  # nothing else is known
        return track.index
    before = np.concatenate(([track.opening], track.balance[:-1]))
    return flow_neutral_index(before + track.flow, track.balance)


def drawdown_statistics(track: Track, inside: NDArray[np.bool_]) -> DrawdownStatistics:
    """Statistics (shape (1,)) of the points *inside*; the peak is seeded with the capital before them.

    Equity figures are NaN unless every point inside is known equity. Each family is made when it is read.
    """
    rows = np.flatnonzero(inside)
    if not rows.size:
        return DrawdownStatistics(*np.full((len(fields(DrawdownStatistics)), 1), np.nan))
    points = _Points(track, slice(max(int(rows[0]) - 1, 0), int(rows[-1]) + 1), int(rows[0]))
    return DrawdownStatistics.on_demand(
        {names: partial(_of_one, make, points) for names, make in _FAMILIES.items()}
    )


def largest_falls(tracks: Sequence[Track], rows: Sequence[slice]) -> DrawdownStatistics:
    """The same of many accounts, shape (accounts,); *rows* are the points of each that lie inside."""
    several = [
        _Points(track, slice(max(inside.start - 1, 0), inside.stop), inside.start)
        if inside.stop > inside.start
        else None
        for track, inside in zip(tracks, rows, strict=True)
    ]
    return DrawdownStatistics.on_demand(
        {names: partial(_of_many, names, make, several) for names, make in _FAMILIES.items()}
    )


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of a track in a row: those inside, from `first` on, and the one before them if there is one."""

    track: Track
    rows: slice
    first: int

    @property
    def flow(self) -> NDArray[np.float64]:
        """Money that arrived after the first of them."""
        flow = self.track.flow[self.rows].copy()
        flow[0] = 0.0
        return flow


def _of_one(make: Callable[[_Points], dict[str, float]], points: _Points) -> dict[str, NDArray[np.float64]]:
    return {name: np.array([value]) for name, value in make(points).items()}


def _of_many(
    names: tuple[str, ...], make: Callable[[_Points], dict[str, float]], several: Sequence[_Points | None]
) -> dict[str, NDArray[np.float64]]:
    nothing = dict.fromkeys(names, np.nan)
    made = [nothing if points is None else make(points) for points in several]
    return {name: np.array([numbers[name] for numbers in made], dtype=np.float64) for name in names}


def _of_equity(points: _Points) -> dict[str, float]:
    track, rows = points.track, points.rows
    if not track.is_equity[points.first : rows.stop].all():
        return {"equity": np.nan, "equity_money": np.nan}
    return {
        "equity": float(-np.fmin.reduce(drawdown(track.index[rows]))),
        "equity_money": float(-drawdown_money(track.value[rows], points.flow).min()),
    }


def _of_balance(points: _Points) -> dict[str, float]:
    track, rows, flow = points.track, points.rows, points.flow
    fraction = drawdown(balance_index(track)[rows])
    money = drawdown_money(track.balance[rows], flow)
    neutral = track.balance[rows] - np.cumsum(flow)
    deepest = int(np.argmin(money))
    largest = int(np.nanargmin(fraction)) if not np.isnan(fraction).all() else 0
    return {
        "balance": float(-fraction[largest]),
        "balance_money": float(-money[deepest]),
        "balance_money_fraction": float(-fraction[deepest]),
        "balance_fraction_money": float(-money[largest]),
        "absolute": float(max(neutral[0] - neutral.min(), 0.0)),
    }


def _of_index(points: _Points) -> dict[str, float]:
    fall = drawdown(points.track.index[points.rows])
    return {"current": float(-fall[-1])} | _episodes(points.track.time[points.rows], fall)


def episodes(fall: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First point under the peak and first point at it again (or the size), of each fall; NaN is under."""
    under = np.nan_to_num(fall, nan=-1.0) < 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], under, [False])).astype(np.int8)))
    return edges[::2], edges[1::2]


def _episodes(time: NDArray[np.datetime64], fall: NDArray[np.float64]) -> dict[str, float]:
    """Durations from peak to recovery (or to the end), mean depth, and the mean square of all points."""
    starts, ends = episodes(fall)
    peaks = np.maximum(starts - 1, 0)
    recovered = np.minimum(ends, time.size - 1)
    days = (time[recovered] - time[peaks]) / _DAY
    depths = -np.fmin.reduceat(fall, starts) if starts.size else np.zeros(0)
    known = np.square(fall[~np.isnan(fall)])
    is_open = bool(ends.size) and ends[-1] == time.size
    return {
        "current_days": float(days[-1]) if is_open else 0.0,
        "longest_days": float(days.max()) if days.size else 0.0,
        "mean_square": float(known.mean()) if known.size else np.nan,
        "average": float(depths.mean()) if depths.size else 0.0,
        "episodes": float(depths.size),
    }


_FAMILIES: dict[tuple[str, ...], Callable[[_Points], dict[str, float]]] = {
    ("equity", "equity_money"): _of_equity,
    (
        "balance",
        "balance_money",
        "balance_money_fraction",
        "balance_fraction_money",
        "absolute",
    ): _of_balance,
    (
        "current",
        "current_days",
        "longest_days",
        "mean_square",
        "average",
        "episodes",
    ): _of_index,
}
