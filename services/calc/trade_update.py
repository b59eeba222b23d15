"""One more closed trade: the statistics of an account brought up to date without its history."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from services.calc.long_trades_kernel import long_trade_statistics
from services.calc.statistics import TradeStatistics
from services.calc.trade_kernel import SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.calc.trade_kernel import TradeArrays

_NAMES = tuple(field.name for field in fields(TradeStatistics))
_numbers: Callable[[TradeTally], tuple[float, ...]] = attrgetter(*_NAMES)
_MICROSECONDS = 1e6
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class ClosedResult:
    """What statistics need of one closed trade: money, when it was closed (microseconds UTC), how long held.

    `held` is in seconds, NaN where the entry is unknown.
    """

    net: float
    is_long: bool
    volume: float
    commission: float
    swap: float
    fee: float
    exit: int
    held: float

    @classmethod
    def last_of(cls, trades: TradeArrays) -> ClosedResult:
        """The last trade of an account."""
        entry, exit_ = trades.entry[-1], int(trades.exit[-1].astype(np.int64))
        return cls(
            net=float(trades.net[-1]),
            is_long=bool(trades.is_long[-1]),
            volume=float(trades.volume[-1]),
            commission=float(trades.commission[-1]),
            swap=float(trades.swap[-1]),
            fee=float(trades.fee[-1]),
            exit=exit_,
            held=_NAN if np.isnat(entry) else (exit_ - int(entry.astype(np.int64))) / _MICROSECONDS,
        )


class TradeTally:
    """An account's trade statistics as plain numbers, and the little more that the next trade needs.

    Its fields are those of `TradeStatistics` as floats, so a metric that is algebra takes it as it is. It is
    right for as long as trades are only added at the end; a ledger of another version than the one it
    was made of (a late, changed or deleted trade) needs a new tally.
    """

    __slots__ = ("_first", "_last", "_run_money", *_NAMES)

    n: float
    wins: float
    losses: float
    gross_profit: float
    gross_loss: float
    total: float
    squares: float
    best: float
    worst: float
    largest_win: float
    largest_loss: float
    longs: float
    long_wins: float
    shorts: float
    short_wins: float
    win_run: float
    win_run_money: float
    loss_run: float
    loss_run_money: float
    profit_run: float
    profit_run_money: float
    deficit_run: float
    deficit_run_money: float
    win_runs: float
    loss_runs: float
    current_run: float
    commission: float
    swap: float
    fee: float
    volume: float
    timed: float
    seconds: float
    win_seconds: float
    timed_wins: float
    loss_seconds: float
    timed_losses: float
    longest_seconds: float
    days: float

    def __init__(self, trades: TradeArrays) -> None:
        """The tally of *trades*, by exit time."""
        statistics = long_trade_statistics(trades)
        for name in _NAMES:
            setattr(self, name, float(getattr(statistics, name)[0]))
        run = int(abs(self.current_run))
        self._run_money = float(trades.net[trades.net.size - run :].sum())
        self._first = int(trades.exit[0].astype(np.int64)) if trades.exit.size else None
        self._last = int(trades.exit[-1].astype(np.int64)) if trades.exit.size else None

    def close(self, trade: ClosedResult) -> None:
        """Add a trade that was closed after all others; raises ValueError when it was closed earlier."""
        if self._last is not None and trade.exit < self._last:
            raise ValueError("A trade that was closed earlier needs the statistics made anew.")
        self._first = trade.exit if self._first is None else self._first
        self._last = trade.exit
        self.days = (self._last - self._first) / _MICROSECONDS / SECONDS_PER_DAY
        self._add_result(trade.net)
        self._add_side(trade)
        self._add_run(trade.net)
        self.commission += trade.commission
        self.swap += trade.swap
        self.fee += trade.fee
        self.volume += trade.volume
        if trade.held == trade.held:
            self._add_time(trade)

    def statistics(self) -> TradeStatistics:
        """The statistics, of shape (1,)."""
        return joint_statistics([self])

    def row(self) -> tuple[float, ...]:
        """The numbers in the order of the statistics' fields."""
        return _numbers(self)

    def _add_result(self, net: float) -> None:
        before = self.total / self.n if self.n else 0.0
        self.n += 1
        self.total += net
        self.squares += (net - before) * (net - self.total / self.n)
        self.best = net if not self.best >= net else self.best
        self.worst = net if not self.worst <= net else self.worst
        if net > 0:
            self.wins += 1
            self.gross_profit += net
            self.largest_win = net if not self.largest_win >= net else self.largest_win
        elif net < 0:
            self.losses += 1
            self.gross_loss += net
            self.largest_loss = net if not self.largest_loss <= net else self.largest_loss

    def _add_side(self, trade: ClosedResult) -> None:
        if trade.is_long:
            self.longs += 1
            self.long_wins += trade.net > 0
        else:
            self.shorts += 1
            self.short_wins += trade.net > 0

    def _add_run(self, net: float) -> None:
        if net > 0:
            self._add_win(net)
        elif net < 0:
            self._add_loss(net)
        else:
            self.current_run = self._run_money = 0.0

    def _add_win(self, net: float) -> None:
        goes_on = self.current_run > 0
        self.current_run = length = self.current_run + 1 if goes_on else 1.0
        self._run_money = money = self._run_money + net if goes_on else net
        self.win_runs += not goes_on
        self.win_run, self.win_run_money = max((self.win_run, self.win_run_money), (length, money))
        if (money, length) > (self.profit_run_money, self.profit_run):
            self.profit_run, self.profit_run_money = length, money

    def _add_loss(self, net: float) -> None:
        goes_on = self.current_run < 0
        self.current_run = self.current_run - 1 if goes_on else -1.0
        self._run_money = money = self._run_money + net if goes_on else net
        length = -self.current_run
        self.loss_runs += not goes_on
        if (length, -money) > (self.loss_run, -self.loss_run_money):
            self.loss_run, self.loss_run_money = length, money
        if (-money, length) > (-self.deficit_run_money, self.deficit_run):
            self.deficit_run, self.deficit_run_money = length, money

    def _add_time(self, trade: ClosedResult) -> None:
        held = trade.held
        self.timed += 1
        self.seconds += held
        self.longest_seconds = held if not self.longest_seconds >= held else self.longest_seconds
        if trade.net > 0:
            self.timed_wins += 1
            self.win_seconds += held
        elif trade.net < 0:
            self.timed_losses += 1
            self.loss_seconds += held


def joint_statistics(tallies: Sequence[TradeTally]) -> TradeStatistics:
    """The statistics of several accounts, of shape (accounts,)."""
    table = np.array([tally.row() for tally in tallies], dtype=np.float64).reshape(-1, len(_NAMES))
    return TradeStatistics(*np.ascontiguousarray(table.T))
