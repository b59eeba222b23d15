"""Falls from a peak: of the flow-neutral index and of the balance, in fractions, money and days."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import drawdown, drawdown_money, flow_neutral_index
from services.calc.statistics import DrawdownStatistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track

_DAY = np.timedelta64(1, "D")


def balance_index(track: Track) -> NDArray[np.float64]:
    """The flow-neutral index of the balance alone."""
    before = np.concatenate(([track.opening], track.balance[:-1]))
    return flow_neutral_index(before + track.flow, track.balance)


def drawdown_statistics(track: Track, inside: NDArray[np.bool_]) -> DrawdownStatistics:
    """Statistics (shape (1,)) of the points *inside*; the peak is seeded with the capital before them.

    Equity figures are NaN unless every point inside is known equity.
    """
    names = [field.name for field in fields(DrawdownStatistics)]
    numbers = dict.fromkeys(names, np.nan)
    if inside.any():
        numbers |= _numbers(track, inside)
    return DrawdownStatistics(**{name: np.array([numbers[name]], dtype=np.float64) for name in names})


def _numbers(track: Track, inside: NDArray[np.bool_]) -> dict[str, float]:
    first = int(np.argmax(inside))
    rows = np.flatnonzero(inside)
    rows = np.concatenate(([first - 1], rows)) if first else rows
    flow = track.flow[rows].copy()
    flow[0] = 0.0
    of_balance = drawdown(balance_index(track)[rows])
    balance_fall = drawdown_money(track.balance[rows], flow)
    of_value = drawdown(track.index[rows])
    value_fall = drawdown_money(track.value[rows], flow)
    is_equity = bool(track.is_equity[inside].all())
    neutral = track.balance[rows] - np.cumsum(flow)
    deepest = int(np.argmin(balance_fall))
    largest = int(np.nanargmin(of_balance)) if not np.isnan(of_balance).all() else 0
    return {
        "equity": -np.fmin.reduce(of_value) if is_equity else np.nan,
        "equity_money": -value_fall.min() if is_equity else np.nan,
        "balance": -of_balance[largest],
        "balance_money": -balance_fall[deepest],
        "balance_money_fraction": -of_balance[deepest],
        "balance_fraction_money": -balance_fall[largest],
        "absolute": max(neutral[0] - neutral.min(), 0.0),
        "current": -of_value[-1],
    } | _episodes(track.time[rows], of_value)


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


def daily_falls(returns: NDArray[np.float64], *, of_equity: bool) -> DrawdownStatistics:
    """Falls of the index that each row of daily returns makes, shape (rows,); money and days are NaN.

    The largest fall is that of equity when the returns are, else that of the balance.
    """
    rows, days = returns.shape
    index = np.ones((rows, days + 1))
    np.add(returns, 1.0, out=index[:, 1:])
    np.multiply.accumulate(index, axis=1, out=index)
    fall = np.divide(index, np.maximum.accumulate(index, axis=1), out=index)
    np.subtract(1.0, fall, out=fall)
    under = fall > 0
    numbers = {
        "equity" if of_equity else "balance": fall.max(axis=1),
        "current": fall[:, -1].copy(),
        "episodes": np.count_nonzero(under[:, 1:] > under[:, :-1], axis=1).astype(np.float64),
        "mean_square": np.square(fall, out=fall).mean(axis=1),
    }
    unknown = np.full(rows, np.nan)
    return DrawdownStatistics(
        **{field.name: numbers.get(field.name, unknown) for field in fields(DrawdownStatistics)}
    )
