"""What chance could have made of an account: its trades and its days drawn again, many times at once.

Trades are drawn independently of each other (B. Efron, 1979), days in blocks of random length, n^(1/3) on
average, so that what follows each other stays together (D. N. Politis and J. P. Romano, 1994).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.account_series import ReturnSeries, TradeSeries
from services.calc.daily_falls import daily_falls
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.return_kernel import return_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries
    from services.calc.statistics import TradeStatistics
    from services.calc.trade_kernel import TradeArrays

DRAWS, FEWEST_DRAWS = 1_000, 200
SEED, LEVEL = 20_260_105, 0.95
MOST_TRADES = 200_000
MOST_DRAWN, BLOCK = 20_000_000, 1_000_000


class Kind(StrEnum):
    """What is drawn together."""

    TRADES = "trades"
    DAYS = "days"
    COMMON_DAYS = "common days"


NAMES = {
    Kind.TRADES: frozenset({"trades", "results"}),
    Kind.DAYS: frozenset({"returns", "daily", "drawdown"}),
    Kind.COMMON_DAYS: frozenset({"benchmark"}),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What is drawn from: the trades of an account, and its days, alone and beside its benchmark.

    `days` is the calendar time of the returns; `of_equity` says that they are those of equity.
    """

    trades: TradeArrays
    results: TradeSeries
    returns: NDArray[np.float64]
    benchmark: BenchmarkSeries | None
    per_year: int
    days: float
    of_equity: bool

    def size(self, kind: Kind) -> int:
        """How much there is to draw from; 0 of more trades than can be drawn in time."""
        if kind is Kind.TRADES:
            return self.trades.net.size if self.trades.net.size <= MOST_TRADES else 0
        if kind is Kind.DAYS:
            return self.returns.size
        return 0 if self.benchmark is None else self.benchmark.days


def draws_of(n: int) -> int:
    """How many draws of so many are made: 1,000, fewer (at least 200) of more than 20,000."""
    return int(np.clip(MOST_DRAWN // max(n, 1), FEWEST_DRAWS, DRAWS))


def drawn(sample: Sample, kind: Kind) -> Iterator[dict[str, Any]]:
    """Statistics and series of the draws, by the names that metrics take, in blocks that bound the memory.

    The same sample always makes the same draws; where there is nothing to draw from there are none.
    """
    n = sample.size(kind)
    if not n:
        return
    source = np.random.default_rng([SEED, list(Kind).index(kind)])
    left, most = draws_of(n), max(1, BLOCK // n)
    while left > 0:
        yield _block(sample, kind, source, min(most, left))
        left -= most


def _block(sample: Sample, kind: Kind, source: np.random.Generator, rows: int) -> dict[str, Any]:
    n = sample.size(kind)
    if kind is Kind.TRADES:
        return _trades(sample, source.integers(n, size=(rows, n)))
    index = block_indices(source, rows, n)
    if kind is Kind.DAYS:
        return _days(sample, index)
    return {} if sample.benchmark is None else _beside(sample.benchmark, index)


def block_indices(
    source: np.random.Generator, rows: int, n: int, length: int | None = None
) -> NDArray[np.intp]:
    """Rows of *length* (else n) places out of n, in blocks that go on where they began, round the end."""
    width = n if length is None else length
    begins = source.random((rows, width)) < n ** (-1 / 3)
    begins[:, :1] = True
    place = np.arange(width)
    since = place - np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    first = np.take_along_axis(source.integers(n, size=(rows, width)), place - since, axis=1)
    return (first + since) % n


def interval(figures: NDArray[np.float64], level: float = LEVEL) -> tuple[float, float]:
    """The middle *level* of the draws; NaN where half of them are undefined or none differs."""
    known = figures[np.isfinite(figures)]
    if known.size < max(figures.size / 2, 1):
        return np.nan, np.nan
    low, high = np.quantile(known, ((1 - level) / 2, (1 + level) / 2))
    return (float(low), float(high)) if low < high else (np.nan, np.nan)


def _trades(sample: Sample, index: NDArray[np.intp]) -> dict[str, Any]:
    series = sample.results
    return {
        "trades": _trade_statistics(sample.trades, index),
        "results": TradeSeries(
            series.net[0][index],
            series.profit[0][index],
            series.outcome[0][index],
            series.mae[0][index],
            series.mfe[0][index],
            series.risk[0][index],
        ),
    }


def _trade_statistics(trades: TradeArrays, index: NDArray[np.intp]) -> TradeStatistics:
    """The calendar stays: only what a trade made, and how long it took, is drawn."""
    rows, n = index.shape
    exits = np.tile(trades.exit, rows)
    held = (trades.exit - trades.entry)[index.ravel()]
    again = replace(trades.rows(index.ravel()), exit=exits, entry=exits - held)
    return many_trade_statistics(again, np.arange(rows + 1) * n)


def _days(sample: Sample, index: NDArray[np.intp]) -> dict[str, Any]:
    returns = sample.returns[index]
    return {
        "returns": return_rows(returns, per_year=sample.per_year, days=sample.days),
        "daily": ReturnSeries(returns, sample.per_year),
        "drawdown": daily_falls(returns, of_equity=sample.of_equity),
    }


def _beside(pair: BenchmarkSeries, index: NDArray[np.intp]) -> dict[str, Any]:
    return {"benchmark": replace(pair, account=pair.account[0][index], benchmark=pair.benchmark[0][index])}
