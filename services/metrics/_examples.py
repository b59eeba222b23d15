"""Small statistics for the examples in docstrings and for tests."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import Track, flow_neutral_index
from services.calc.return_kernel import return_statistics
from services.calc.statistics import AccountTotals, DrawdownStatistics, ReturnStatistics
from services.calc.trade_kernel import TradeArrays, trade_statistics

if TYPE_CHECKING:
    from services.calc.statistics import TradeStatistics

START = np.datetime64("2026-01-05T00:00", "us")


def trades(*results: float, hours: float = 2.0, shorts: int = 0) -> TradeStatistics:
    """Closed trades of these net results, one a day at noon, held for *hours*; the first are *shorts*."""
    n = len(results)
    exits = START + np.arange(n) * np.timedelta64(1, "D") + np.timedelta64(12, "h")
    nothing = np.zeros(n)
    return trade_statistics(
        TradeArrays(
            net=np.array(results, dtype=np.float64),
            is_long=np.arange(n) >= shorts,
            volume=np.full(n, 0.1),
            commission=np.full(n, -1.0),
            swap=nothing,
            fee=nothing,
            entry=exits - np.timedelta64(int(hours * 3600), "s"),
            exit=exits,
        )
    )


def returns(*daily: float, per_year: float = 252, days: float = 365.25, least: int = 2) -> ReturnStatistics:
    """Daily returns over *days* of calendar time; two are enough here."""
    return return_statistics(np.array(daily), per_year=per_year, days=days, least=least)


def drawdown(*equity: float, balance: tuple[float, ...] = ()) -> DrawdownStatistics:
    """An account of this equity, one value a day, without flows; balance equal to equity unless given."""
    value = np.array(equity)
    booked = np.array(balance) if balance else value
    before = np.concatenate(([value[0]], value[:-1]))
    everything = np.ones(value.size, dtype=bool)
    time = START + np.arange(value.size) * np.timedelta64(1, "D")
    index = flow_neutral_index(before, value)
    track = Track(float(value[0]), time, booked, value, np.zeros(value.size), index, everything)
    return drawdown_statistics(track, everything)


def totals(**known: float) -> AccountTotals:
    """Account totals with these figures, the others 0."""
    return AccountTotals(
        **{field.name: np.array([known.get(field.name, 0.0)]) for field in fields(AccountTotals)}
    )
