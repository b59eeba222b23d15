"""What chance could have made of an account: its trades and its days drawn again, many times at once.

Trades are drawn independently of each other (B. Efron, 1979), days in blocks of random length, n^(1/3) on
average, so that what follows each other stays together (D. N. Politis and J. P. Romano, 1994).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.account_series import ReturnSeries, TradeSeries
from services.calc.drawdown_kernel import daily_falls
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.return_kernel import return_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from services.calc.benchmark import BenchmarkSeries
    from services.calc.statistics import TradeStatistics
    from services.calc.trade_kernel import TradeArrays

DRAWS, FEWEST_DRAWS = 1_000, 200
SEED = 20_260_105
LEVEL = 0.95
MOST_DRAWN, BLOCK = 100_000_000, 1_000_000


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

    @property
    def longest(self) -> int:
        """The length of the longest row that is drawn."""
        return max(self.trades.net.size, self.returns.size, 1)


def draws_of(sample: Sample) -> int:
    """How many draws are made: 1,000, fewer (at least 200) where there are more than 100,000 trades."""
    return int(np.clip(MOST_DRAWN // sample.longest, FEWEST_DRAWS, DRAWS))


def drawn(sample: Sample) -> Iterator[dict[str, Any]]:
    """Statistics and series of the draws, by the names that metrics take, in blocks that bound the memory.

    The same sample always makes the same draws. What there is nothing to draw from is left out.
    """
    left, most = draws_of(sample), max(1, BLOCK // sample.longest)
    of_trades, of_days, of_both = (np.random.default_rng([SEED, kind]) for kind in range(3))
    while left > 0:
        rows = min(most, left)
        block: dict[str, Any] = {}
        if sample.trades.net.size:
            block |= _trades(
                sample, of_trades.integers(sample.trades.net.size, size=(rows, sample.trades.net.size))
            )
        if sample.returns.size:
            block |= _days(sample, block_indices(of_days, rows, sample.returns.size))
        if sample.benchmark is not None and sample.benchmark.days:
            block |= _beside(sample.benchmark, block_indices(of_both, rows, sample.benchmark.days))
        yield block
        left -= rows


def block_indices(source: np.random.Generator, rows: int, n: int) -> NDArray[np.intp]:
    """Rows of n places out of n, in blocks that go on where they began, round the end; shape (rows, n)."""
    begins = source.random((rows, n)) < n ** (-1 / 3)
    begins[:, 0] = True
    place = np.arange(n)
    since = place - np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    first = np.take_along_axis(source.integers(n, size=(rows, n)), place - since, axis=1)
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
