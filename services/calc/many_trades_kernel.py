"""Results of trades to trade statistics: many accounts at once, in blocks of whole ones that fit a cache."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import TradeStatistics
from services.calc.trade_kernel import SECONDS_PER_DAY, TradeArrays

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = dict[str, Floats]

BLOCK = 65_536  # trades; a column of them takes half a megabyte
_MICROSECONDS = 1e6
_UNKNOWN = np.iinfo(np.int64).min  # NaT
_UNDEFINED = ("best", "worst", "largest_win", "largest_loss", "longest_seconds")
_NAMES = tuple(field.name for field in fields(TradeStatistics))
_COLUMNS = tuple(field.name for field in fields(TradeArrays))


def many_trade_statistics(
    trades: TradeArrays, offsets: NDArray[np.intp], *, breakeven_wins: bool = False
) -> TradeStatistics:
    """Statistics of shape (accounts,): account i has the rows from offsets[i] up to offsets[i + 1].

    They are those of `trade_statistics`, account by account.
    """
    held = np.flatnonzero(np.diff(offsets))
    found = {name: np.zeros(offsets.size - 1) for name in _NAMES}
    for name in _UNDEFINED:
        found[name][:] = np.nan
    edges = np.append(offsets[:-1][held], offsets[-1])
    for first, last in blocks(edges):
        numbers = _Block.of(trades, edges[first : last + 1], breakeven_wins=breakeven_wins).numbers()
        for name, values in numbers.items():
            found[name][held[first:last]] = values
    return TradeStatistics(**found)


def blocks(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Ranges of accounts that have about `BLOCK` trades together, and no account in two of them."""
    first, accounts = 0, edges.size - 1
    while first < accounts:
        last = int(np.searchsorted(edges, edges[first] + BLOCK, side="right")) - 1
        last = min(max(last, first + 1), accounts)
        yield first, last
        first = last


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole accounts, none of them without a trade; `starts` is the first row of each."""

    trades: TradeArrays
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    breakeven_wins: bool

    @classmethod
    def of(cls, trades: TradeArrays, edges: NDArray[np.intp], *, breakeven_wins: bool) -> _Block:
        rows = slice(int(edges[0]), int(edges[-1]))
        block = TradeArrays(*(getattr(trades, name)[rows] for name in _COLUMNS))
        return cls(block, edges[:-1] - edges[0], np.diff(edges), breakeven_wins)

    def numbers(self) -> Numbers:
        """Every statistic of every account."""
        net = self.trades.net
        won = net >= 0 if self.breakeven_wins else net > 0
        lost = net < 0
        outcome = _Outcome.of(won, lost, self.starts)
        best, worst = np.maximum.reduceat(net, self.starts), np.minimum.reduceat(net, self.starts)
        total = self._sum(net)
        deviation = net - np.repeat(total / self.sizes, self.sizes)
        longs = self._sum(self.trades.is_long.astype(np.float64))
        long_wins = self._sum((self.trades.is_long & won).astype(np.float64))
        numbers = {
            "n": self.sizes.astype(np.float64),
            "wins": outcome.wins,
            "losses": outcome.losses,
            "gross_profit": self._sum(net * outcome.won),
            "gross_loss": self._sum(net * outcome.lost),
            "total": total,
            "squares": self._sum(np.multiply(deviation, deviation, out=deviation)),
            "best": best,
            "worst": worst,
            "largest_win": np.where(outcome.wins > 0, best, np.nan),
            "largest_loss": np.where(outcome.losses > 0, worst, np.nan),
            "longs": longs,
            "long_wins": long_wins,
            "shorts": self.sizes - longs,
            "short_wins": outcome.wins - long_wins,
        }
        numbers |= {
            name: self._sum(getattr(self.trades, name)) for name in ("commission", "swap", "fee", "volume")
        }
        return numbers | self._run_numbers(won, lost) | self._time_numbers(outcome)

    def _sum(self, values: Floats) -> Floats:
        return np.add.reduceat(values, self.starts)

    def _run_numbers(self, won: NDArray[np.bool_], lost: NDArray[np.bool_]) -> Numbers:
        """Streaks: the length of one of losses is negative here, as its money is."""
        sign = won.view(np.int8) - lost.view(np.int8)
        begins = np.empty(sign.size, dtype=np.bool_)
        np.not_equal(sign[1:], sign[:-1], out=begins[1:])
        begins[self.starts] = True
        first = np.flatnonzero(begins)
        length = np.empty(first.size)
        np.subtract(first[1:], first[:-1], out=length[:-1])
        length[-1] = sign.size - first[-1]
        length *= sign[first]
        money = np.add.reduceat(self.trades.net, first)
        return _Runs.of(length, money, np.searchsorted(first, self.starts)).numbers()

    def _time_numbers(self, outcome: _Outcome) -> Numbers:
        """Holding times are summed in microseconds: float64 holds each of them exactly."""
        entry, exit_ = self.trades.entry.view(np.int64), self.trades.exit.view(np.int64)
        held = np.empty(entry.size)
        np.subtract(exit_, entry, out=held, casting="unsafe")
        span = exit_[self.starts + self.sizes - 1] - exit_[self.starts]
        if entry.min() == _UNKNOWN:
            numbers = self._partly_timed(held, entry != _UNKNOWN, outcome)
        else:
            numbers = self._timed(held, outcome)
            numbers["longest_seconds"] = np.maximum.reduceat(held, self.starts) / _MICROSECONDS
        return {**numbers, "days": span / _MICROSECONDS / SECONDS_PER_DAY}

    def _timed(self, held: Floats, outcome: _Outcome) -> Numbers:
        return {
            "timed": self.sizes.astype(np.float64),
            "seconds": self._sum(held) / _MICROSECONDS,
            "timed_wins": outcome.wins,
            "win_seconds": self._sum(held * outcome.won) / _MICROSECONDS,
            "timed_losses": outcome.losses,
            "loss_seconds": self._sum(held * outcome.lost) / _MICROSECONDS,
        }

    def _partly_timed(self, held: Floats, known: NDArray[np.bool_], outcome: _Outcome) -> Numbers:
        timed = known.astype(np.float64)
        held = np.where(known, held, 0.0)
        n = self._sum(timed)
        longest = np.maximum.reduceat(np.where(known, held, -np.inf), self.starts) / _MICROSECONDS
        return self._timed(held, outcome) | {
            "timed": n,
            "timed_wins": self._sum(timed * outcome.won),
            "timed_losses": self._sum(timed * outcome.lost),
            "longest_seconds": np.where(n > 0, longest, np.nan),
        }


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Which trades of a block won and lost, as 1 and 0, and how many of each account did."""

    won: Floats
    lost: Floats
    wins: Floats
    losses: Floats

    @classmethod
    def of(cls, won: NDArray[np.bool_], lost: NDArray[np.bool_], starts: NDArray[np.intp]) -> _Outcome:
        ones, others = won.astype(np.float64), lost.astype(np.float64)
        return cls(ones, others, np.add.reduceat(ones, starts), np.add.reduceat(others, starts))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Streaks of a block, signed; `starts` is the first streak of each account."""

    length: Floats
    money: Floats
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]

    @classmethod
    def of(cls, length: Floats, money: Floats, starts: NDArray[np.intp]) -> _Runs:
        return cls(length, money, starts, np.diff(starts, append=length.size))

    def numbers(self) -> Numbers:
        """Every statistic of streaks."""
        ends = np.append(self.starts[1:], self.length.size) - 1
        return {
            **self._of_wins(),
            **self._of_losses(),
            "win_runs": np.add.reduceat((self.length > 0).astype(np.float64), self.starts),
            "loss_runs": np.add.reduceat((self.length < 0).astype(np.float64), self.starts),
            "current_run": self.length[ends],
        }

    def _of_wins(self) -> Numbers:
        longest, richest = (
            np.maximum(np.maximum.reduceat(values, self.starts), 0.0) for values in (self.length, self.money)
        )
        return {
            "win_run": longest,
            "win_run_money": self._most(np.maximum, self.length, longest, self.money),
            "profit_run": self._most(np.maximum, self.money, richest, self.length),
            "profit_run_money": richest,
        }

    def _of_losses(self) -> Numbers:
        longest, richest = (
            np.minimum(np.minimum.reduceat(values, self.starts), 0.0) for values in (self.length, self.money)
        )
        return {
            "loss_run": 0.0 - longest,
            "loss_run_money": self._most(np.minimum, self.length, longest, self.money),
            "deficit_run": 0.0 - self._most(np.minimum, self.money, richest, self.length),
            "deficit_run_money": richest,
        }

    def _most(self, extreme: np.ufunc, values: Floats, reached: Floats, other: Floats) -> Floats:
        """The extreme of *other* among the streaks of an account whose value is the one *reached*, else 0."""
        found = np.zeros(self.starts.size)
        hits = np.flatnonzero(values == np.repeat(reached, self.counts))
        accounts = np.searchsorted(self.starts, hits, side="right") - 1
        extreme.at(found, accounts, other[hits])
        return found
