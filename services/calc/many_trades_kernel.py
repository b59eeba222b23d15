"""Results of trades to trade statistics: many accounts at once, in blocks of whole ones that fit a cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from services.calc.blocks import blocks, spread
from services.calc.many_runs_kernel import RUNS, run_numbers
from services.calc.statistics import TradeStatistics
from services.calc.trade_kernel import SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays

    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Numbers: TypeAlias = dict[str, Floats]

_MICROSECONDS = 1e6
_UNKNOWN = np.iinfo(np.int64).min  # NaT
_UNDEFINED = ("best", "worst", "largest_win", "largest_loss", "longest_seconds")  # NaN without a trade
RESULTS = (
    "n",
    "wins",
    "losses",
    "gross_profit",
    "gross_loss",
    "total",
    "squares",
    "best",
    "worst",
    "largest_win",
    "largest_loss",
)
SIDES = ("longs", "long_wins", "shorts", "short_wins")
COSTS = ("commission", "swap", "fee", "volume")
TIMES = (
    "timed",
    "seconds",
    "timed_wins",
    "win_seconds",
    "timed_losses",
    "loss_seconds",
    "longest_seconds",
    "days",
)


def many_trade_statistics(
    trades: TradeArrays, offsets: NDArray[np.intp], *, breakeven_wins: bool = False
) -> TradeStatistics:
    """Statistics of shape (accounts,): account i has the rows from offsets[i] up to offsets[i + 1].

    They are those of `trade_statistics`, account by account, each family made when it is asked for.
    """
    accounts = _Accounts(trades, offsets, breakeven_wins)
    return TradeStatistics.on_demand(
        {names: partial(accounts.numbers, names, make) for names, make in _FAMILIES.items()}
    )


@dataclass(frozen=True, slots=True)
class _Accounts:
    """Trades of accounts one after the other."""

    trades: TradeArrays
    offsets: NDArray[np.intp]
    breakeven_wins: bool

    def numbers(self, names: tuple[str, ...], make: Callable[[_Block], Numbers]) -> Numbers:
        """A family of statistics, of shape (accounts,)."""
        held = np.flatnonzero(np.diff(self.offsets))
        edges = np.append(self.offsets[:-1][held], self.offsets[-1])
        found = {
            name: np.full(self.offsets.size - 1, np.nan if name in _UNDEFINED else 0.0) for name in names
        }
        for first, last in blocks(edges):
            block = _Block.of(self.trades, edges[first : last + 1], breakeven_wins=self.breakeven_wins)
            for name, values in make(block).items():
                found[name][held[first:last]] = values
        return found


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole accounts, none of them without a trade; `starts` is the first row of each."""

    trades: TradeArrays
    rows: slice
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    breakeven_wins: bool

    @classmethod
    def of(cls, trades: TradeArrays, edges: NDArray[np.intp], *, breakeven_wins: bool) -> _Block:
        rows = slice(int(edges[0]), int(edges[-1]))
        return cls(trades, rows, edges[:-1] - edges[0], np.diff(edges), breakeven_wins)

    @property
    def net(self) -> Floats:
        return self.trades.net[self.rows]

    def won(self) -> Flags:
        return self.net >= 0 if self.breakeven_wins else self.net > 0

    def lost(self) -> Flags:
        return self.net < 0

    def sum(self, values: Floats) -> Floats:
        return np.add.reduceat(values, self.starts)

    def count(self, flags: Flags) -> Floats:
        return np.add.reduceat(flags.view(np.int8), self.starts, dtype=np.int32).astype(np.float64)


def _results(block: _Block) -> Numbers:
    net, starts = block.net, block.starts
    wins, losses = block.count(block.won()), block.count(block.lost())
    best, worst = np.maximum.reduceat(net, starts), np.minimum.reduceat(net, starts)
    total = block.sum(net)
    part = np.maximum(net, 0.0)
    gross_profit = block.sum(part)
    gross_loss = block.sum(np.minimum(net, 0.0, out=part))
    np.subtract(net, spread(total / block.sizes, block.sizes), out=part)
    return {
        "n": block.sizes.astype(np.float64),
        "wins": wins,
        "losses": losses,
        "gross_profit": gross_profit,
        "gross_loss": gross_loss,
        "total": total,
        "squares": block.sum(np.multiply(part, part, out=part)),
        "best": best,
        "worst": worst,
        "largest_win": np.where(wins > 0, best, np.nan),
        "largest_loss": np.where(losses > 0, worst, np.nan),
    }


def _sides(block: _Block) -> Numbers:
    is_long, won = block.trades.is_long[block.rows], block.won()
    longs, long_wins = block.count(is_long), block.count(is_long & won)
    return {
        "longs": longs,
        "long_wins": long_wins,
        "shorts": block.sizes - longs,
        "short_wins": block.count(won) - long_wins,
    }


def _costs(block: _Block) -> Numbers:
    return {name: block.sum(getattr(block.trades, name)[block.rows]) for name in COSTS}


def _runs(block: _Block) -> Numbers:
    sign = block.won().view(np.int8) - block.lost().view(np.int8)
    return run_numbers(block.net, sign, block.starts)


def _times(block: _Block) -> Numbers:
    """Holding times are summed in microseconds: float64 holds each of them exactly."""
    entry, exit_ = (times[block.rows].view(np.int64) for times in (block.trades.entry, block.trades.exit))
    held = np.empty(entry.size)
    np.subtract(exit_, entry, out=held, casting="unsafe")
    span = exit_[block.starts + block.sizes - 1] - exit_[block.starts]
    numbers = (
        _partly_timed(block, held, entry != _UNKNOWN) if entry.min() == _UNKNOWN else _timed(block, held)
    )
    return {**numbers, "days": span / _MICROSECONDS / SECONDS_PER_DAY}


def _timed(block: _Block, held: Floats) -> Numbers:
    won, lost = block.won(), block.lost()
    return {
        "timed": block.sizes.astype(np.float64),
        "seconds": block.sum(held) / _MICROSECONDS,
        "timed_wins": block.count(won),
        "win_seconds": block.sum(held * won) / _MICROSECONDS,
        "timed_losses": block.count(lost),
        "loss_seconds": block.sum(held * lost) / _MICROSECONDS,
        "longest_seconds": np.maximum.reduceat(held, block.starts) / _MICROSECONDS,
    }


def _partly_timed(block: _Block, held: Floats, known: Flags) -> Numbers:
    n = block.count(known)
    longest = np.maximum.reduceat(np.where(known, held, -np.inf), block.starts) / _MICROSECONDS
    return _timed(block, np.where(known, held, 0.0)) | {
        "timed": n,
        "timed_wins": block.count(block.won() & known),
        "timed_losses": block.count(block.lost() & known),
        "longest_seconds": np.where(n > 0, longest, np.nan),
    }


_FAMILIES = {RESULTS: _results, SIDES: _sides, COSTS: _costs, RUNS: _runs, TIMES: _times}
