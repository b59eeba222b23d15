"""Returns on the money that was there: the internal rate of return, and profit on the starting capital."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import profit_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from services.calc.equity import Track

_GRID = np.linspace(-14.0, 14.0, 113)
_EXACT = 1e-14
_MOST_STEPS = 200


def first_capital(track: Track, inside: NDArray[np.bool_]) -> float:
    """The first positive capital that a step inside started with; NaN without any."""
    before = np.concatenate(([track.opening], track.value[:-1])) + track.flow
    funded = np.flatnonzero(inside & (before > 0))
    return float(before[funded[0]]) if funded.size else math.nan


def simple_return(track: Track, inside: NDArray[np.bool_]) -> float:
    """Profit as a fraction of the first positive capital of the points *inside*; NaN without capital."""
    return float(profit_steps(track)[inside].sum() / first_capital(track, inside))


def money_weighted_return(track: Track, inside: NDArray[np.bool_], began: np.datetime64) -> float:
    """The one return over the whole period that explains the end from the start and every flow.

    NaN without time or capital, and where no single return does so.
    """
    if not inside.any():
        return math.nan
    rows = np.flatnonzero(inside)
    first, last = int(rows[0]), int(rows[-1])
    start = track.value[first - 1] if first else track.opening
    span = float((track.time[last] - began) / np.timedelta64(1, "s"))
    if span <= 0:
        return math.nan
    moved = rows[track.flow[rows] != 0]
    left = (track.time[last] - track.time[moved]) / np.timedelta64(1, "s") / span
    amounts = np.concatenate(([start], track.flow[moved]))
    weights = np.concatenate(([1.0], np.minimum(left, 1.0)))
    return _total_return(amounts, weights, float(track.value[last]))


def _total_return(amounts: NDArray[np.float64], weights: NDArray[np.float64], end: float) -> float:
    """The g - 1 that solves Σ amount × g^weight = end; NaN unless exactly one does."""
    scale = max(float(np.abs(amounts).max(initial=0.0)), abs(end))
    if scale == 0:
        return math.nan

    def excess(power: float) -> float:
        return float((amounts * np.exp(weights * power)).sum() - end) / scale

    values = (np.exp(np.outer(_GRID, weights)) @ amounts - end) / scale
    crossings = np.flatnonzero(np.sign(values[1:]) != np.sign(values[:-1]))
    exact = np.flatnonzero(values == 0)
    if exact.size == 1:
        return math.expm1(float(_GRID[exact[0]]))
    if crossings.size != 1:
        return math.nan
    found = int(crossings[0])
    return math.expm1(_root(excess, float(_GRID[found]), float(_GRID[found + 1])))


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes its sign between *low* and *high* is 0: regula falsi, Illinois' way."""
    at_low, at_high = function(low), function(high)
    point = low
    for _ in range(_MOST_STEPS):
        point = high - at_high * (high - low) / (at_high - at_low)
        value = function(point)
        if abs(value) < _EXACT or abs(high - low) < _EXACT:
            break
        if (value > 0) != (at_high > 0):
            low, at_low = high, at_high
        else:
            at_low /= 2
        high, at_high = point, value
    return point
