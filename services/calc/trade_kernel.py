"""Results of trades to trade statistics: one long account, chunked by numpy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import TradeStatistics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.model import ClosedTrade

SECONDS_PER_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class TradeArrays:
    """Closed trades of one account as columns, by exit time; money float64, `entry` NaT where unknown."""

    net: NDArray[np.float64]
    is_long: NDArray[np.bool_]
    volume: NDArray[np.float64]
    commission: NDArray[np.float64]
    swap: NDArray[np.float64]
    fee: NDArray[np.float64]
    entry: NDArray[np.datetime64]
    exit: NDArray[np.datetime64]

    def rows(self, kept: NDArray[np.intp] | NDArray[np.bool_] | slice) -> TradeArrays:
        """The trades of these rows, in their order."""
        return TradeArrays(*(getattr(self, field.name)[kept] for field in fields(self)))

    @classmethod
    def of(cls, trades: Sequence[ClosedTrade]) -> TradeArrays:
        """The columns of *trades*."""

        def money(values: list[float]) -> NDArray[np.float64]:
            return np.array(values, dtype=np.float64)

        def times(values: list[np.datetime64]) -> NDArray[np.datetime64]:
            return np.array(values, dtype="datetime64[us]")

        unknown = np.datetime64("NaT", "us")
        return cls(
            net=money([float(trade.net_profit) for trade in trades]),
            is_long=np.array([trade.side.sign > 0 for trade in trades], dtype=bool),
            volume=money([float(trade.volume) for trade in trades]),
            commission=money([float(trade.commission) for trade in trades]),
            swap=money([float(trade.swap) for trade in trades]),
            fee=money([float(trade.fee) for trade in trades]),
            entry=times(
                [
                    unknown
                    if trade.entry_time is None
                    else np.datetime64(trade.entry_time.replace(tzinfo=None))
                    for trade in trades
                ]
            ),
            exit=times([np.datetime64(trade.exit_time.replace(tzinfo=None)) for trade in trades]),
        )


def joined(parts: Sequence[TradeArrays]) -> TradeArrays:
    """The trades of several accounts one after the other."""
    several = parts or [TradeArrays.of(())]
    return TradeArrays(
        *(np.concatenate([getattr(part, field.name) for part in several]) for field in fields(TradeArrays))
    )


@dataclass(frozen=True, slots=True)
class Runs:
    """Streaks of equal outcome in order: +1 win or -1 loss, how long, and their sum of money."""

    sign: NDArray[np.int64]
    length: NDArray[np.int64]
    money: NDArray[np.float64]

    @classmethod
    def of(cls, outcome: NDArray[np.int64], results: NDArray[np.float64]) -> Runs:
        """Streaks of *outcome* (+1, 0, -1) over *results*; a breakeven ends a streak and starts none."""
        if not outcome.size:
            empty = np.zeros(0, dtype=np.int64)
            return cls(empty, empty, np.zeros(0))
        starts = np.flatnonzero(np.r_[True, outcome[1:] != outcome[:-1]])
        lengths = np.diff(np.r_[starts, outcome.size])
        sums = np.add.reduceat(results, starts)
        kept = outcome[starts] != 0
        return cls(outcome[starts][kept], lengths[kept], sums[kept])

    def longest(self, sign: int) -> tuple[float, float]:
        """Length and money of the longest streak of *sign*; of equally long ones the larger amount."""
        return self._largest(sign, lambda run: (self.length[run], abs(self.money[run])))

    def richest(self, sign: int) -> tuple[float, float]:
        """Length and money of the streak of *sign* with the largest amount."""
        return self._largest(sign, lambda run: (abs(self.money[run]), self.length[run]))

    def count(self, sign: int) -> float:
        """How many streaks of *sign* there are."""
        return float(np.count_nonzero(self.sign == sign))

    def _largest(self, sign: int, key: object) -> tuple[float, float]:
        runs = np.flatnonzero(self.sign == sign)
        if not runs.size:
            return 0.0, 0.0
        best = max(runs, key=key)  # type: ignore[call-overload]
        return float(self.length[best]), float(self.money[best])


def trade_statistics(trades: TradeArrays, *, breakeven_wins: bool = False) -> TradeStatistics:
    """Statistics (shape (1,)) of one account's trades.

    MetaTrader's own report counts a result of 0 as a win (*breakeven_wins*).
    """
    net = trades.net
    wins = net >= 0 if breakeven_wins else net > 0
    losses = net < 0
    outcome = wins.astype(np.int64) - losses.astype(np.int64)
    runs = Runs.of(outcome, net)
    numbers = {
        "n": net.size,
        "wins": wins.sum(),
        "losses": losses.sum(),
        "gross_profit": net[wins].sum(),
        "gross_loss": net[losses].sum(),
        "total": net.sum(),
        "squares": np.square(net - net.mean()).sum() if net.size else 0.0,
        "best": net.max() if net.size else np.nan,
        "worst": net.min() if net.size else np.nan,
        "largest_win": net[wins].max() if wins.any() else np.nan,
        "largest_loss": net[losses].min() if losses.any() else np.nan,
        "longs": trades.is_long.sum(),
        "long_wins": (trades.is_long & wins).sum(),
        "shorts": (~trades.is_long).sum(),
        "short_wins": (~trades.is_long & wins).sum(),
    }
    numbers |= {name: getattr(trades, name).sum() for name in ("commission", "swap", "fee", "volume")}
    numbers |= _run_numbers(runs, outcome) | _time_numbers(trades, wins, losses)
    return TradeStatistics(
        **{field.name: np.array([numbers[field.name]], dtype=np.float64) for field in fields(TradeStatistics)}
    )


def _run_numbers(runs: Runs, outcome: NDArray[np.int64]) -> dict[str, float]:
    win_run, win_money = runs.longest(1)
    loss_run, loss_money = runs.longest(-1)
    profit_run, profit_money = runs.richest(1)
    deficit_run, deficit_money = runs.richest(-1)
    ends_in_run = bool(outcome.size) and outcome[-1] != 0
    return {
        "win_run": win_run,
        "win_run_money": win_money,
        "loss_run": loss_run,
        "loss_run_money": loss_money,
        "profit_run": profit_run,
        "profit_run_money": profit_money,
        "deficit_run": deficit_run,
        "deficit_run_money": deficit_money,
        "win_runs": runs.count(1),
        "loss_runs": runs.count(-1),
        "current_run": float(runs.sign[-1] * runs.length[-1]) if ends_in_run else 0.0,
    }


def _time_numbers(
    trades: TradeArrays, wins: NDArray[np.bool_], losses: NDArray[np.bool_]
) -> dict[str, float]:
    seconds = (trades.exit - trades.entry) / np.timedelta64(1, "s")
    timed = ~np.isnan(seconds)
    span = (trades.exit[-1] - trades.exit[0]) / np.timedelta64(1, "s") if trades.exit.size else 0.0
    return {
        "timed": timed.sum(),
        "seconds": seconds[timed].sum(),
        "timed_wins": (timed & wins).sum(),
        "win_seconds": seconds[timed & wins].sum(),
        "timed_losses": (timed & losses).sum(),
        "loss_seconds": seconds[timed & losses].sum(),
        "longest_seconds": seconds[timed].max() if timed.any() else np.nan,
        "days": float(span) / SECONDS_PER_DAY,
    }
