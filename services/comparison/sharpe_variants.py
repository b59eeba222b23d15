"""One account, five numbers: the Sharpe ratio as different products compute it, and why they differ.

Sources: W. F. Sharpe, The Sharpe Ratio, 1994; the report of MetaTrader 5; quantstats 0.0.86 (`stats.sharpe`);
freqtrade 2026.9 (`data/metrics.py`, `calculate_sharpe`); TradeTally (`tradeQueries.js`, `sharpe_ratio`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import TRADING_DAYS
from services.calc.statistics import FLOAT_NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.return_kernel import DailySeries
    from services.calc.trade_kernel import TradeArrays

FREQTRADE_DAYS = 365
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class SharpeVariant:
    """The ratio as one product computes it from `n` of its `steps`; NaN where it has none, and `reason` why.

    `formula` is its way in words, `difference` what sets it apart from ours; empty for ours.
    """

    product: str
    value: float
    n: int
    steps: str
    formula: str
    difference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that was measured elsewhere, with its observations and the reason where there is none."""

    value: float
    n: int
    reason: str


def sharpe_variants(
    ours: Stated, mt5: Stated, days: DailySeries, trades: TradeArrays, starting_balance: float
) -> tuple[SharpeVariant, ...]:
    """All variants for one account and period, ours first; *starting_balance* is its first capital."""
    return (
        _ours(ours, days.per_year),
        _mt5(mt5),
        _quantstats(days),
        _freqtrade(trades, starting_balance),
        _tradetally(trades),
    )


def quantstats_sharpe(returns: NDArray[np.float64]) -> float:
    """Mean over the sample's standard deviation of daily returns, times √252 whatever the days are."""
    return (
        _over(returns.mean(), returns.std(ddof=1)) * math.sqrt(TRADING_DAYS) if returns.size > 1 else math.nan
    )


def freqtrade_sharpe(profits: NDArray[np.float64], starting_balance: float, days: float) -> float:
    """Profit of a day as a fraction of the first balance, over the deviation of that of a trade, times √365.

    *profits* are those of trades, *days* whole days from the first to the last, at least one.
    """
    if not profits.size or not starting_balance > 0:
        return math.nan
    fractions = profits / starting_balance
    per_day = fractions.sum() / max(1, math.floor(days))
    return _over(per_day, fractions.std()) * math.sqrt(FREQTRADE_DAYS)


def tradetally_sharpe(profits: NDArray[np.float64]) -> float:
    """Mean profit of a trade over the sample's standard deviation; not annualised."""
    return _over(profits.mean(), profits.std(ddof=1)) if profits.size > 1 else math.nan


def _over(mean: float, deviation: float) -> float:
    """The quotient; NaN where the deviation is rounding."""
    return float(mean / deviation) if deviation > abs(mean) * FLOAT_NOISE else math.nan


def _ours(ours: Stated, per_year: int) -> SharpeVariant:
    return SharpeVariant(
        product="This tracker",
        value=ours.value,
        n=ours.n,
        steps="days",
        formula="Mean of the daily returns of equity, deposits and withdrawals taken out, divided by their"
        f" standard deviation, times the square root of {per_year} days.",
        difference="",
        reason=ours.reason,
    )


def _mt5(mt5: Stated) -> SharpeVariant:
    return SharpeVariant(
        product="MetaTrader 5 report",
        value=mt5.value,
        n=mt5.n,
        steps="closing deals",
        formula="Mean growth of the balance at closing deals, less one, divided by its standard deviation.",
        difference="It is not of a year, and time plays no part: a deal a minute and a deal a month count"
        " alike. Losses that are still open are not in it.",
        reason=mt5.reason,
    )


def _quantstats(days: DailySeries) -> SharpeVariant:
    value = quantstats_sharpe(days.returns)
    same = days.per_year == TRADING_DAYS
    year = (
        "Given the same returns it agrees."
        if same
        else f"A year has {TRADING_DAYS} days in it, also where an account trades on weekends and has"
        f" {days.per_year}."
    )
    return SharpeVariant(
        product="quantstats",
        value=value,
        n=days.returns.size,
        steps="days",
        formula="Mean of the daily returns divided by their standard deviation, times the square root of"
        f" {TRADING_DAYS}.",
        difference=f"{year} It knows no deposits: given equity itself it takes each for a return, and it has"
        " an answer after two days, where we ask for twenty.",
        reason="" if math.isfinite(value) else "It needs two days with different returns; it prints NaN.",
    )


def _freqtrade(trades: TradeArrays, starting_balance: float) -> SharpeVariant:
    span = float((trades.exit[-1] - trades.exit[0]) / _DAY) if trades.exit.size else 0.0
    value = freqtrade_sharpe(trades.net, starting_balance, span)
    return SharpeVariant(
        product="freqtrade",
        value=value,
        n=trades.net.size,
        steps="trades",
        formula="Profit of all trades as a fraction of the first balance, divided by the days, divided by the"
        " standard deviation of a single trade, times the square root of 365.",
        difference="Its mean is of a day and its deviation of a trade: the more trades a day has, the larger"
        " it is, without being better. What was paid in later is not in its balance.",
        reason="" if math.isfinite(value) else "It needs trades with different results; it prints -100.",
    )


def _tradetally(trades: TradeArrays) -> SharpeVariant:
    value = tradetally_sharpe(trades.net)
    return SharpeVariant(
        product="TradeTally",
        value=value,
        n=trades.net.size,
        steps="trades",
        formula="Mean profit of a trade in money divided by the standard deviation of these profits.",
        difference="It is not of a year and not of capital: it is the mean trade in units of its own spread,"
        " and nothing that happens between entry and exit is in it.",
        reason="" if math.isfinite(value) else "It needs two trades with different results; it prints 0.",
    )
