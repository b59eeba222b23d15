"""What kernels and metrics cost beside peers on the same arrays: many accounts, one long one, one more."""

from __future__ import annotations

import tempfile
import timeit
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks._figure import Figure
from benchmarks._metrics_race import cpu_of, peers, race
from services.calc.daily_falls import daily_falls
from services.calc.long_trades_kernel import long_trade_statistics
from services.calc.many_curves_kernel import many_curve_statistics
from services.calc.many_returns_kernel import many_return_statistics
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.mt5_report import curve_drawdown
from services.calc.return_kernel import return_statistics
from services.calc.statistics import DrawdownStatistics
from services.calc.trade_kernel import TradeArrays, trade_statistics
from services.calc.trade_update import ClosedResult, TradeTally
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks._metrics_race import Peers
    from services.calc.statistics import TradeStatistics

ACCOUNTS, TRADES, LONG, DAYS = 500, 2_000, 1_000_000, 2_520
SAMPLE = 10  # accounts that slow peers are run on; their time is multiplied
START, YEAR = 1_000_000.0, 252
BLOCK = 25  # accounts whose daily falls are computed at once
OF_TRADES = [
    "total_trades",
    "win_rate",
    "profit_factor",
    "expectancy",
    "average_win",
    "average_loss",
    "payoff_ratio",
    "largest_win",
    "largest_loss",
    "net_profit",
    "sharpe_ratio",
    "sortino_ratio",
    "max_balance_drawdown_money",
    "max_balance_drawdown",
    "recovery_factor",
    "sqn",
]
OF_DAYS = [
    "total_return_twr",
    "annual_volatility",
    "sharpe_ratio",
    "sortino_ratio",
    "max_drawdown",
    "best_day_return",
    "worst_day_return",
    "cagr",
    "calmar_ratio",
    "positive_days",
    "gain_to_pain",
    "skewness",
    "kurtosis",
    "ulcer_index",
    "downside_deviation",
]
ALIKE = 7  # of these the peer's definition is ours, in this order
OF_ONE_MORE = [
    "total_trades",
    "winning_trades",
    "losing_trades",
    "win_rate",
    "profit_factor",
    "expectancy",
    "average_win",
    "average_loss",
    "payoff_ratio",
    "largest_win",
    "largest_loss",
    "net_profit",
    "gross_profit",
    "gross_loss",
    "max_consecutive_losses",
]

_metric = cache(find_metric)


@dataclass(frozen=True, slots=True)
class Arrays:
    """The same made-up results for everyone: trades of many and of one, returns of days by accounts."""

    many: TradeArrays
    offsets: NDArray[np.intp]
    long: TradeArrays
    days: NDArray[np.float64]

    @classmethod
    def made(cls) -> Arrays:
        """Results in cents, returns of about a percent a day."""
        chance = np.random.default_rng(7)
        days = chance.normal(4e-4, 0.01, (DAYS, ACCOUNTS))
        offsets = np.arange(ACCOUNTS + 1) * TRADES
        return cls(_trades(chance, ACCOUNTS * TRADES), offsets, _trades(chance, LONG), days)

    def save(self, folder: Path) -> None:
        """Write what the peers read."""
        np.save(folder / "many.npy", self.many.net.reshape(ACCOUNTS, TRADES))
        np.save(folder / "long.npy", self.long.net)
        np.save(folder / "days.npy", self.days)


def _trades(chance: np.random.Generator, n: int) -> TradeArrays:
    exits = np.datetime64("2016-01-04", "us") + np.cumsum(chance.integers(60, 600, n)).astype("m8[s]")
    return TradeArrays(
        net=np.round(chance.normal(1, 50, n), 2),
        is_long=chance.random(n) < 0.5,
        volume=np.full(n, 0.1),
        commission=np.full(n, -0.7),
        swap=-np.round(chance.random(n), 2),
        fee=np.zeros(n),
        entry=exits - chance.integers(60, 86_400, n).astype("m8[s]"),
        exit=exits,
    )


def computed(names: Sequence[str], **statistics: object) -> list[NDArray[np.float64]]:
    """The metrics of these names, elementwise, as the registry defines them."""
    chosen = [_metric(name) for name in names]
    with np.errstate(invalid="ignore", divide="ignore"):
        return [metric.compute(**{need: statistics[need] for need in metric.needs}) for metric in chosen]


def of_trades(trades: TradeArrays, offsets: NDArray[np.intp], *, is_long: bool) -> list[NDArray[np.float64]]:
    """Sixteen metrics of every account, by the kernel for one long account or for many."""
    made = long_trade_statistics(trades) if is_long else many_trade_statistics(trades, offsets)
    returns, falls = many_curve_statistics(trades.net, offsets, np.full(offsets.size - 1, START))
    return computed(OF_TRADES, trades=made, returns=returns, drawdown=falls)


def of_days(days: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Fifteen metrics of daily returns (days by accounts)."""
    rows = np.ascontiguousarray(days.T)
    offsets = np.arange(rows.shape[0] + 1) * rows.shape[1]
    returns = many_return_statistics(rows.ravel(), offsets, per_year=YEAR, days=days.shape[0] / YEAR * 365.25)
    falls = [daily_falls(rows[first : first + BLOCK], of_equity=True) for first in range(0, len(rows), BLOCK)]
    together = {
        field.name: np.concatenate([getattr(part, field.name) for part in falls])
        for field in fields(DrawdownStatistics)
    }
    return computed(OF_DAYS, returns=returns, drawdown=DrawdownStatistics(**together))


def trades() -> list[Figure]:
    """Sixteen metrics of 500 accounts of 2,000 trades, and of one of a million."""
    arrays = Arrays.made()
    whole = np.array([0, LONG])
    with _served(arrays) as others:
        many = race(
            {
                "ours": partial(cpu_of, lambda: of_trades(arrays.many, arrays.offsets, is_long=False)),
                "floor": partial(cpu_of, arrays.many.net.sum),
                "freqtrade": lambda: others.ask("freqtrade", SAMPLE)[0] * ACCOUNTS / SAMPLE,
                "pandas": lambda: others.ask("pandas")[0],
            }
        )
        one = race(
            {
                "ours": partial(cpu_of, lambda: of_trades(arrays.long, whole, is_long=True)),
                "floor": partial(cpu_of, arrays.long.net.sum),
                "freqtrade": lambda: others.ask("freqtrade long")[0],
                "quantstats": lambda: others.ask("quantstats long")[0],
            }
        )
    return [
        *_ratios("16 trade metrics, 500 accounts × 2,000", many, {"freqtrade": 150.0, "pandas": 5.0}),
        *_ratios("16 trade metrics, 1 account × 1,000,000", one, {"freqtrade": 15.0, "quantstats": 20.0}),
        Figure("16 trade metrics beside the registry's way", _apart_from_plain(arrays), "apart", most=1e-9),
    ]


def days() -> list[Figure]:
    """Fifteen metrics of ten years of daily returns of 500 accounts."""
    arrays = Arrays.made()
    with _served(arrays) as others:
        found = race(
            {
                "ours": partial(cpu_of, lambda: of_days(arrays.days)),
                "floor": partial(cpu_of, arrays.days.sum),
                "quantstats": lambda: others.ask("quantstats days", SAMPLE)[0] * ACCOUNTS / SAMPLE,
                "vectorbt": lambda: others.ask("vectorbt")[0],
            }
        )
        theirs = np.array(others.ask("quantstats days", SAMPLE)[1])[:, :ALIKE]
    ours = np.array(of_days(arrays.days))[:ALIKE, :SAMPLE].T
    apart = float(np.max(np.abs(np.abs(ours) - np.abs(theirs)) / np.abs(theirs)))
    return [
        *_ratios("15 daily metrics, 500 accounts × 10 years", found, {"quantstats": 80.0, "vectorbt": 3.0}),
        Figure("daily metrics beside quantstats'", apart, "apart", most=1e-9),
    ]


def update() -> list[Figure]:
    """One closed trade to fifteen fresh metrics, beside all of them made anew from 2,000 trades."""
    arrays = Arrays.made()
    short = arrays.long.rows(np.arange(TRADES))
    closed = ClosedResult.last_of(arrays.long)
    chosen = [find_metric(name) for name in OF_ONE_MORE]
    kernels: dict[str, Callable[[TradeArrays], TradeStatistics]] = {
        "long": long_trade_statistics,
        "plain": trade_statistics,
    }
    tallies = {n: TradeTally(arrays.long.rows(np.arange(n))) for n in (1_000, TRADES, LONG)}

    def fresh(tally: TradeTally) -> None:
        tally.close(closed)
        for metric in chosen:
            metric.compute(trades=tally)

    def anew(kernel: Callable[[TradeArrays], TradeStatistics]) -> None:
        computed(OF_ONE_MORE, trades=kernel(short))

    def taken(work: Callable[[], object], number: int) -> float:
        return timeit.timeit(work, number=number) / number

    found = race(
        {
            **{name: partial(taken, partial(anew, kernel), 50) for name, kernel in kernels.items()},
            **{str(n): partial(taken, partial(fresh, tally), 500) for n, tally in tallies.items()},
        },
        rounds=9,
    )
    return [
        Figure("one closed trade, 15 fresh metrics", found[str(TRADES)] * 1e6, "µs"),
        Figure(
            "made anew from 2,000 trades by the fastest kernel",
            min(found[name] for name in kernels) / found[str(TRADES)],
            "times",
            least=20.0,
        ),
        Figure("history of 1,000,000 beside 1,000", found[str(LONG)] / found["1000"], "times", most=1.5),
    ]


@contextmanager
def _served(arrays: Arrays) -> Iterator[Peers]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arrays.save(folder)
        with peers(folder) as others:
            yield others


def _ratios(name: str, seconds: dict[str, float], bars: dict[str, float]) -> list[Figure]:
    ours = seconds["ours"]
    return [
        Figure(name, ours * 1000, "ms"),
        Figure(f"{name}: passes of np.sum", ours / seconds["floor"], "times"),
        *(
            Figure(f"{name}: {peer}", seconds[peer] / ours, "times", least=least)
            for peer, least in bars.items()
        ),
    ]


def _apart_from_plain(arrays: Arrays) -> float:
    """The largest relative difference from the metrics of the plain kernels, account by account."""
    many = np.array(of_trades(arrays.many, arrays.offsets, is_long=False))
    return max(_apart(arrays, many, account) for account in range(0, ACCOUNTS, ACCOUNTS // SAMPLE))


def _apart(arrays: Arrays, many: NDArray[np.float64], account: int) -> float:
    part = arrays.many.rows(np.arange(arrays.offsets[account], arrays.offsets[account + 1]))
    curve = START + np.cumsum(part.net)
    fall = curve_drawdown(START, curve)
    known = {"balance": fall.fraction, "balance_money": fall.money}
    drawdown = DrawdownStatistics(
        **{field.name: np.array([known.get(field.name, np.nan)]) for field in fields(DrawdownStatistics)}
    )
    growths = part.net / np.concatenate(([START], curve[:-1]))
    returns = return_statistics(growths, per_year=1, days=np.nan, ddof=0, least=2)
    plain = computed(OF_TRADES, trades=trade_statistics(part), returns=returns, drawdown=drawdown)
    expected = np.array([value[0] for value in plain])
    return float(np.max(np.abs(many[:, account] - expected) / np.abs(expected)))
