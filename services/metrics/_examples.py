"""Small statistics for the examples in docstrings and for tests."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.account_series import AccountSeries, Excursions, Peers, ReturnSeries, TradeSeries
from services.calc.benchmark import BenchmarkSeries
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import Track, flow_neutral_index
from services.calc.return_kernel import daily_series, return_statistics
from services.calc.server_zone import server_zone
from services.calc.statistics import AccountTotals, DrawdownStatistics, ReturnStatistics
from services.calc.totals_kernel import End
from services.calc.trade_kernel import TradeArrays, trade_statistics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calc.statistics import TradeStatistics

START = np.datetime64("2026-01-05T00:00", "us")


def trade_arrays(*results: float, hours: float = 2.0, shorts: int = 0) -> TradeArrays:
    """Closed trades of these net results, one a day at noon, held for *hours*; the first are *shorts*."""
    n = len(results)
    exits = START + np.arange(n) * np.timedelta64(1, "D") + np.timedelta64(12, "h")
    nothing = np.zeros(n)
    return TradeArrays(
        net=np.array(results, dtype=np.float64),
        is_long=np.arange(n) >= shorts,
        volume=np.full(n, 0.1),
        commission=np.full(n, -1.0),
        swap=nothing,
        fee=nothing,
        entry=exits - np.timedelta64(int(hours * 3600), "s"),
        exit=exits,
    )


def trades(*results: float, hours: float = 2.0, shorts: int = 0) -> TradeStatistics:
    """The statistics of such trades."""
    return trade_statistics(trade_arrays(*results, hours=hours, shorts=shorts))


def results(
    *net: float, mae: Sequence[float] = (), mfe: Sequence[float] = (), risk: Sequence[float] = ()
) -> TradeSeries:
    """The series of such trades, with what prices and stops say of them."""
    nothing = np.full(len(net), np.nan)
    known = [np.array(values) if values else nothing for values in (mae, mfe, risk)]
    return TradeSeries.of(trade_arrays(*net), Excursions(*known))


def returns(*daily: float, per_year: float = 252, days: float = 365.25, least: int = 2) -> ReturnStatistics:
    """Daily returns over *days* of calendar time; two are enough here."""
    return return_statistics(np.array(daily), per_year=per_year, days=days, least=least)


def daily(*values: float, per_year: float = 252) -> ReturnSeries:
    """The series of daily returns; two are enough here."""
    return ReturnSeries(np.array([values], dtype=np.float64), per_year, least=2)


def benchmark(ours: Sequence[float], theirs: Sequence[float]) -> BenchmarkSeries:
    """Daily returns of an account beside those of its benchmark; two are enough here."""
    return BenchmarkSeries(np.array([ours]), np.array([theirs]), 252, least=2)


def peers(accounts: float, variance: float) -> Peers:
    """So many accounts, whose daily Sharpe ratios have this variance."""
    return Peers(np.array([float(accounts)]), np.array([variance]))


def drawdown(*equity: float, balance: Sequence[float] = ()) -> DrawdownStatistics:
    """An account of this equity, one value a day, without flows; balance equal to equity unless given."""
    drawn = track(*equity, balance=balance)
    return drawdown_statistics(drawn, drawn.is_equity)


def track(*equity: float, balance: Sequence[float] = (), flow: Sequence[float] = ()) -> Track:
    """Such a track; *flow* arrives just before the value beside it."""
    value = np.array(equity)
    booked = np.array(balance) if balance else value
    arrived = np.array(flow) if flow else np.zeros(value.size)
    before = np.concatenate(([value[0] - arrived[0]], value[:-1])) + arrived
    everything = np.ones(value.size, dtype=bool)
    time = START + np.arange(value.size) * np.timedelta64(1, "D")
    index = flow_neutral_index(before, value)
    return Track(float(value[0] - arrived[0]), time, booked, value, arrived, index, everything)


def account(
    *equity: float, flow: Sequence[float] = (), results: Sequence[float] = (), margin: float = np.nan
) -> AccountSeries:
    """An account of this equity, one value a day from Monday on, with trades of these results."""
    drawn = track(*equity, flow=flow)
    everything = drawn.is_equity
    return AccountSeries(
        days=daily_series(drawn, everything, server_zone("UTC")),
        trades=trade_arrays(*results),
        open_from=np.zeros(0, dtype="datetime64[us]"),
        track=drawn,
        inside=everything,
        began=drawn.time[0],
        end=End(equity[-1], equity[-1], 0.0, margin),
    )


def totals(**known: float) -> AccountTotals:
    """Account totals with these figures, the others 0."""
    return AccountTotals(
        **{field.name: np.array([known.get(field.name, 0.0)]) for field in fields(AccountTotals)}
    )
