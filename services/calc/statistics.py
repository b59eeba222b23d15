"""Sufficient statistics: what kernels make and metrics stand on; float64 arrays of shape (accounts,)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from services.calc.on_demand import Statistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOAT_NOISE = 1e-12  # a deviation this small beside its mean is rounding, not variation


@dataclass(frozen=True, slots=True)
class TradeStatistics(Statistics):
    """Closed trades in numbers; money in the account's currency, losses and costs negative.

    `best` and `worst` are of all results, `largest_win` and `largest_loss` NaN without one of their kind.
    Runs are streaks of wins or of losses: `win_run_*` is the longest, `profit_run_*` the one with the largest
    sum. `seconds` sum holding times over the `timed` trades whose entry is known. `days` is the calendar time
    from first to last exit.
    """

    n: NDArray[np.float64]
    wins: NDArray[np.float64]
    losses: NDArray[np.float64]
    gross_profit: NDArray[np.float64]
    gross_loss: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    best: NDArray[np.float64]
    worst: NDArray[np.float64]
    largest_win: NDArray[np.float64]
    largest_loss: NDArray[np.float64]
    longs: NDArray[np.float64]
    long_wins: NDArray[np.float64]
    shorts: NDArray[np.float64]
    short_wins: NDArray[np.float64]
    win_run: NDArray[np.float64]
    win_run_money: NDArray[np.float64]
    loss_run: NDArray[np.float64]
    loss_run_money: NDArray[np.float64]
    profit_run: NDArray[np.float64]
    profit_run_money: NDArray[np.float64]
    deficit_run: NDArray[np.float64]
    deficit_run_money: NDArray[np.float64]
    win_runs: NDArray[np.float64]
    loss_runs: NDArray[np.float64]
    current_run: NDArray[np.float64]
    commission: NDArray[np.float64]
    swap: NDArray[np.float64]
    fee: NDArray[np.float64]
    volume: NDArray[np.float64]
    timed: NDArray[np.float64]
    seconds: NDArray[np.float64]
    win_seconds: NDArray[np.float64]
    timed_wins: NDArray[np.float64]
    loss_seconds: NDArray[np.float64]
    timed_losses: NDArray[np.float64]
    longest_seconds: NDArray[np.float64]
    days: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReturnStatistics(Statistics):
    """Returns of equal steps in numbers: days on the net basis, closing deals on the mt5 basis.

    `mean`, `squares` (of deviations), `cubes`, `fourths` are central sums; `downside` the sum of squared
    negative returns; `growth` the end of the index that starts at 1; `per_year` how many steps make a year
    (1: not annualised); `days` calendar time; `ddof` of the standard deviation; `least` observations below
    which risk-adjusted figures are undefined.
    """

    n: NDArray[np.float64]
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]
    cubes: NDArray[np.float64]
    fourths: NDArray[np.float64]
    downside: NDArray[np.float64]
    gains: NDArray[np.float64]
    pains: NDArray[np.float64]
    positive: NDArray[np.float64]
    best: NDArray[np.float64]
    worst: NDArray[np.float64]
    growth: NDArray[np.float64]
    per_year: NDArray[np.float64]
    days: NDArray[np.float64]
    ddof: NDArray[np.float64]
    least: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DrawdownStatistics(Statistics):
    """Falls from a peak, positive fractions and money; `equity_*` is NaN where equity is unknown.

    `index` figures are of the flow-neutral index (equity where known), `balance` ones of the balance.
    """

    equity: NDArray[np.float64]
    equity_money: NDArray[np.float64]
    balance: NDArray[np.float64]
    balance_money: NDArray[np.float64]
    balance_money_fraction: NDArray[np.float64]
    balance_fraction_money: NDArray[np.float64]
    absolute: NDArray[np.float64]
    current: NDArray[np.float64]
    current_days: NDArray[np.float64]
    longest_days: NDArray[np.float64]
    mean_square: NDArray[np.float64]
    average: NDArray[np.float64]
    episodes: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """Money of an account over a period and at its end, and its results by day."""

    balance: NDArray[np.float64]
    equity: NDArray[np.float64]
    floating: NDArray[np.float64]
    deposits: NDArray[np.float64]
    withdrawals: NDArray[np.float64]
    bonuses: NDArray[np.float64]
    account_costs: NDArray[np.float64]
    highest_balance: NDArray[np.float64]
    highest_equity: NDArray[np.float64]
    days: NDArray[np.float64]
    best_day: NDArray[np.float64]
    worst_day: NDArray[np.float64]
    day_total: NDArray[np.float64]
    best_month: NDArray[np.float64]
    worst_month: NDArray[np.float64]
    months: NDArray[np.float64]
    positive_months: NDArray[np.float64]


Number = TypeVar("Number", float, "NDArray[np.float64]")


def ratio(numerator: Number, denominator: Number) -> Number:
    """Elementwise quotient, of plain numbers too; NaN where the denominator is 0 or either is NaN.

    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    if isinstance(denominator, float):  # an array of one would take ten times as long
        return numerator / denominator if denominator else math.nan
    safe = np.where(denominator == 0, np.nan, denominator)
    quotient: NDArray[np.float64] = numerator / safe
    return quotient
