"""Tracks to daily returns, and daily returns to return statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ReturnStatistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.server_zone import ServerZone

TRADING_DAYS, CALENDAR_DAYS = 252, 365
LEAST_DAYS = 20
NO_DAY = np.datetime64("NaT", "D")
_SATURDAY = 5
_EPOCH_WEEKDAY = 3


@dataclass(frozen=True, slots=True)
class DailySeries:
    """One value a day on a clock: flow-neutral return, and profit in money; `per_year` days make a year.

    `last` is the day of the last point, a weekend too; NaT without points.
    """

    day: NDArray[np.datetime64]
    returns: NDArray[np.float64]
    profit: NDArray[np.float64]
    per_year: int
    last: np.datetime64 = NO_DAY


def daily_series(track: Track, inside: NDArray[np.bool_], zone: ServerZone) -> DailySeries:
    """The days of the points that lie *inside* the period; days without a point have return 0.

    Weekends count, and a year has 365 days, only when the account moved on one; else 252 days.
    """
    if not inside.any():
        nothing = np.zeros(0)
        return DailySeries(nothing.astype("datetime64[D]"), nothing, nothing, TRADING_DAYS)
    first, last = int(np.argmax(inside)), inside.size - int(np.argmax(inside[::-1]))
    base = track.index[first - 1] if first else 1.0
    days = zone.days(track.time[first:last])
    calendar = np.arange(days[0], days[-1] + 1)
    numbers = (days - days[0]).astype(np.int64)
    ends = np.cumsum(np.bincount(numbers, minlength=calendar.size)) - 1
    index = np.concatenate(([base], track.index[first:last][ends]))
    earned = profit_steps(track)[first:last]
    profit = np.bincount(numbers, weights=earned, minlength=calendar.size).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        returns = index[1:] / index[:-1] - 1
    weekend = is_weekend(calendar)
    moved = np.nan_to_num(returns, nan=1.0) != 0
    if (weekend & moved).any():
        return DailySeries(calendar, returns, profit, CALENDAR_DAYS, days[-1])
    return DailySeries(calendar[~weekend], returns[~weekend], profit[~weekend], TRADING_DAYS, days[-1])


def is_weekend(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Which days are a Saturday or a Sunday."""
    found: NDArray[np.bool_] = (days.astype(np.int64) + _EPOCH_WEEKDAY) % 7 >= _SATURDAY
    return found


def profit_steps(track: Track) -> NDArray[np.float64]:
    """Money earned at each point of a track: the change of its value without flows."""
    steps: NDArray[np.float64] = np.diff(np.concatenate(([track.opening], track.value))) - track.flow
    return steps


def return_statistics(
    returns: NDArray[np.float64], *, per_year: float, days: float, ddof: int = 1, least: int = LEAST_DAYS
) -> ReturnStatistics:
    """Statistics (shape (1,)) of equal steps; *days* is calendar time, *per_year* 1 when not annualised."""
    return return_rows(returns[None, :], per_year=per_year, days=days, ddof=ddof, least=least)


def return_rows(
    returns: NDArray[np.float64], *, per_year: float, days: float, ddof: int = 1, least: int = LEAST_DAYS
) -> ReturnStatistics:
    """The same, shape (rows,), of several series of equal length: one a row."""
    rows, n = returns.shape
    undefined = np.full(rows, np.nan)
    mean = returns.mean(axis=1) if n else undefined
    deviation = returns - mean[:, None]
    square = np.square(deviation)
    fixed = {"n": n, "per_year": per_year, "days": days, "ddof": ddof, "least": least}
    return ReturnStatistics(
        mean=mean,
        squares=square.sum(axis=1),
        cubes=(square * deviation).sum(axis=1),
        fourths=np.square(square).sum(axis=1),
        downside=np.square(np.minimum(returns, 0)).sum(axis=1),
        gains=np.where(returns > 0, returns, 0.0).sum(axis=1),
        pains=np.where(returns < 0, -returns, 0.0).sum(axis=1),
        positive=(returns > 0).sum(axis=1).astype(np.float64),
        best=returns.max(axis=1) if n else undefined,
        worst=returns.min(axis=1) if n else undefined,
        growth=np.prod(1 + returns, axis=1) if n else undefined,
        **{name: np.full(rows, float(value)) for name, value in fixed.items()},
    )
