"""Results of trades to trade statistics: one long account, in chunks that fit a cache."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from services.calc import blocks
from services.calc.many_runs_kernel import RUNS
from services.calc.many_trades_kernel import COSTS, RESULTS, SIDES, TIMES, many_trade_statistics
from services.calc.statistics import TradeStatistics
from services.calc.trade_kernel import SECONDS_PER_DAY, trade_statistics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays

    Numbers = dict[str, NDArray[np.float64]]

LONG = 200  # trades; fewer are counted faster in one go
_HIGHEST, _LOWEST = ("best", "largest_win", "longest_seconds"), ("worst", "largest_loss")
_PAIRS = {
    "win_run": "win_run_money",
    "loss_run": "loss_run_money",
    "profit_run_money": "profit_run",
    "deficit_run_money": "deficit_run",
}  # what is largest, and what goes with it


def account_statistics(trades: TradeArrays, *, breakeven_wins: bool = False) -> TradeStatistics:
    """Statistics (shape (1,)) of one account's trades, by the way that suits how many they are."""
    if trades.net.size > LONG:
        return long_trade_statistics(trades, breakeven_wins=breakeven_wins)
    return trade_statistics(trades, breakeven_wins=breakeven_wins)


def long_trade_statistics(trades: TradeArrays, *, breakeven_wins: bool = False) -> TradeStatistics:
    """Statistics (shape (1,)) of one account's trades; those of `trade_statistics`.

    The account is cut into chunks as if they were accounts, and their statistics are joined. A chunk ends
    where a streak does, so that no streak is in two of them.
    """
    offsets = _chunks(trades.net, breakeven_wins=breakeven_wins)
    parts = many_trade_statistics(trades, offsets, breakeven_wins=breakeven_wins)
    days = np.array([_span(trades.exit) / SECONDS_PER_DAY])
    return TradeStatistics.on_demand(
        {
            RESULTS: lambda: {**_joined(parts, RESULTS), "squares": _squares(parts)},
            RUNS: lambda: (
                _joined(parts, RUNS) | _largest_runs(parts) | {"current_run": parts.current_run[-1:]}
            ),
            TIMES: lambda: {**_joined(parts, TIMES), "days": days},
            **{names: partial(_joined, parts, names) for names in (SIDES, COSTS)},
        }
    )


def _chunks(net: NDArray[np.float64], *, breakeven_wins: bool) -> NDArray[np.intp]:
    """Offsets of chunks of about `BLOCK` trades, each starting where a streak does."""
    offsets = [0]
    while net.size - offsets[-1] > blocks.BLOCK:
        offsets.append(_streak_end(net, offsets[-1] + blocks.BLOCK, breakeven_wins=breakeven_wins))
    if offsets[-1] < net.size or len(offsets) == 1:
        offsets.append(net.size)
    return np.array(offsets, dtype=np.intp)


def _streak_end(net: NDArray[np.float64], row: int, *, breakeven_wins: bool) -> int:
    """The first row after *row* whose outcome is another than that of the row before it."""
    width = 64
    while row < net.size:
        piece = net[row - 1 : row + width]
        outcome = (piece >= 0) if breakeven_wins else np.sign(piece)
        turns = np.flatnonzero(outcome[1:] != outcome[:-1])
        if turns.size:
            return row + int(turns[0])
        row, width = row + width, 2 * width
    return net.size


def _joined(parts: TradeStatistics, names: Sequence[str]) -> Numbers:
    """Extremes of extremes, and sums of everything else."""
    joins = dict.fromkeys(_HIGHEST, np.fmax) | dict.fromkeys(_LOWEST, np.fmin)
    return {name: np.atleast_1d(joins.get(name, np.add).reduce(getattr(parts, name))) for name in names}


def _largest_runs(parts: TradeStatistics) -> Numbers:
    """Of streaks equally large the one larger in the other way."""
    found = {}
    for name, other in _PAIRS.items():
        sizes, others = np.abs(getattr(parts, name)), np.abs(getattr(parts, other))
        chosen = np.lexsort((others, sizes))[-1:]
        found[name] = getattr(parts, name)[chosen]
        found[other] = getattr(parts, other)[chosen]
    return found


def _squares(parts: TradeStatistics) -> NDArray[np.float64]:
    """Squared deviations from the mean of all: those within chunks, and those of the chunks' own means."""
    n = parts.n.sum()
    if not n:
        return np.zeros(1)
    apart = parts.total / parts.n - parts.total.sum() / n
    return np.atleast_1d(parts.squares.sum() + (parts.n * apart * apart).sum())


def _span(times: NDArray[np.datetime64]) -> float:
    """Seconds from the first to the last of *times*."""
    return float((times[-1] - times[0]) / np.timedelta64(1, "s")) if times.size else 0.0
