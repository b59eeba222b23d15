"""Results of trades to trade statistics: one long account, in chunks that fit a cache."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.many_trades_kernel import BLOCK, many_trade_statistics
from services.calc.statistics import TradeStatistics
from services.calc.trade_kernel import SECONDS_PER_DAY, trade_statistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays

LONG = 10_000  # trades
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
    numbers = {field.name: float(getattr(parts, field.name).sum()) for field in fields(TradeStatistics)}
    numbers |= _extremes(parts) | _largest_runs(parts)
    numbers["squares"] = _squares(parts)
    numbers["current_run"] = float(parts.current_run[-1])
    numbers["days"] = _span(trades.exit) / SECONDS_PER_DAY
    return TradeStatistics(**{name: np.array([value]) for name, value in numbers.items()})


def _chunks(net: NDArray[np.float64], *, breakeven_wins: bool) -> NDArray[np.intp]:
    """Offsets of chunks of about `BLOCK` trades, each starting where a streak does."""
    offsets = [0]
    while net.size - offsets[-1] > BLOCK:
        offsets.append(_streak_end(net, offsets[-1] + BLOCK, breakeven_wins=breakeven_wins))
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


def _extremes(parts: TradeStatistics) -> dict[str, float]:
    found = {name: float(np.fmax.reduce(getattr(parts, name))) for name in _HIGHEST}
    return found | {name: float(np.fmin.reduce(getattr(parts, name))) for name in _LOWEST}


def _largest_runs(parts: TradeStatistics) -> dict[str, float]:
    """Of streaks equally large the one larger in the other way."""
    found = {}
    for name, other in _PAIRS.items():
        sizes, others = np.abs(getattr(parts, name)), np.abs(getattr(parts, other))
        chosen = int(np.lexsort((others, sizes))[-1])
        found[name] = float(getattr(parts, name)[chosen])
        found[other] = float(getattr(parts, other)[chosen])
    return found


def _squares(parts: TradeStatistics) -> float:
    """Squared deviations from the mean of all: those within chunks, and those of the chunks' own means."""
    n = parts.n.sum()
    if not n:
        return 0.0
    apart = parts.total / parts.n - parts.total.sum() / n
    return float(parts.squares.sum() + (parts.n * apart * apart).sum())


def _span(times: NDArray[np.datetime64]) -> float:
    """Seconds from the first to the last of *times*."""
    return float((times[-1] - times[0]) / np.timedelta64(1, "s")) if times.size else 0.0
