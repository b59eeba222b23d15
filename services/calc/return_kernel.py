"""Tracks to daily returns, return statistics, drawdown statistics and account totals."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import ReturnStatistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.server_zone import ServerZone

TRADING_DAYS, CALENDAR_DAYS = 252, 365
LEAST_DAYS = 20
_SATURDAY = 5
_EPOCH_WEEKDAY = 3


@dataclass(frozen=True, slots=True)
class DailySeries:
    """One value a day on a clock: flow-neutral return, and profit in money; `per_year` days make a year."""

    day: NDArray[np.datetime64]
    returns: NDArray[np.float64]
    profit: NDArray[np.float64]
    per_year: int


def daily_series(track: Track, inside: NDArray[np.bool_], zone: ServerZone) -> DailySeries:
    """The days of the points that lie *inside* the period; days without a point have return 0.

    Weekends count, and a year has 365 days, only when the account moved on one; else 252 days.
    """
    if not inside.any():
        nothing = np.zeros(0)
        return DailySeries(nothing.astype("datetime64[D]"), nothing, nothing, TRADING_DAYS)
    first = int(np.argmax(inside))
    base = track.index[first - 1] if first else 1.0
    days = zone.days(track.time[inside])
    calendar = np.arange(days[0], days[-1] + 1)
    ends = np.searchsorted(days, calendar, side="right") - 1
    index = np.concatenate(([base], track.index[inside][ends]))
    earned = profit_steps(track)[inside]
    numbers = (days - days[0]).astype(np.int64)
    profit = np.bincount(numbers, weights=earned, minlength=calendar.size).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        returns = index[1:] / index[:-1] - 1
    weekend = (calendar.astype(np.int64) + _EPOCH_WEEKDAY) % 7 >= _SATURDAY
    moved = np.nan_to_num(returns, nan=1.0) != 0
    if (weekend & moved).any():
        return DailySeries(calendar, returns, profit, CALENDAR_DAYS)
    return DailySeries(calendar[~weekend], returns[~weekend], profit[~weekend], TRADING_DAYS)


def profit_steps(track: Track) -> NDArray[np.float64]:
    """Money earned at each point of a track: the change of its value without flows."""
    steps: NDArray[np.float64] = np.diff(np.concatenate(([track.opening], track.value))) - track.flow
    return steps


def return_statistics(
    returns: NDArray[np.float64], *, per_year: float, days: float, ddof: int = 1, least: int = LEAST_DAYS
) -> ReturnStatistics:
    """Statistics (shape (1,)) of equal steps; *days* is calendar time, *per_year* 1 when not annualised."""
    n = returns.size
    mean = returns.mean() if n else np.nan
    deviation = returns - mean
    growth = np.prod(1 + returns) if n else np.nan
    numbers = {
        "n": n,
        "mean": mean,
        "squares": np.square(deviation).sum(),
        "cubes": (deviation**3).sum(),
        "fourths": (deviation**4).sum(),
        "downside": np.square(np.minimum(returns, 0)).sum(),
        "gains": returns[returns > 0].sum(),
        "pains": -returns[returns < 0].sum(),
        "positive": (returns > 0).sum(),
        "best": returns.max() if n else np.nan,
        "worst": returns.min() if n else np.nan,
        "growth": growth,
        "per_year": per_year,
        "days": days,
        "ddof": ddof,
        "least": least,
    }
    return ReturnStatistics(
        **{
            field.name: np.array([numbers[field.name]], dtype=np.float64)
            for field in fields(ReturnStatistics)
        }
    )
