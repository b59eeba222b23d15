"""The mt5 basis: MetaTrader's own way to count, from deals alone.

One trade is one closing deal, a result of 0 is a win, entry commissions fall into gross loss and no trade,
the curve moves with every deal that is not a `balance` operation, and Sharpe is per closing deal, not a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.long_trades_kernel import account_statistics
from services.calc.trade_kernel import TradeArrays
from services.model import ZERO, DealClass, DealType

if TYPE_CHECKING:
    from decimal import Decimal

    from numpy.typing import NDArray

    from services.calc.deal_columns import DealColumns
    from services.calc.statistics import TradeStatistics

MAX_PROBABILITY = 0.9974


@dataclass(frozen=True, slots=True)
class BalanceCurve:
    """The curve MetaTrader draws: `start`, then the balance after each deal that moves it."""

    start: float
    values: NDArray[np.float64]
    before_exit: NDArray[np.float64]
    after_exit: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CurveDrawdown:
    """Falls of a curve: largest in money (with its fraction), largest in fractions (with its money)."""

    absolute: float
    money: float
    money_fraction: float
    fraction: float
    fraction_money: float


@dataclass(frozen=True, slots=True)
class Mt5Report:
    """Every figure of MetaTrader's report that deals alone decide; undefined ones are NaN.

    `results` and `growths` are the steps of the curve at closing deals, in money and as a factor.
    """

    trades: TradeStatistics
    drawdown: CurveDrawdown
    results: NDArray[np.float64]
    growths: NDArray[np.float64]
    sharpe: float
    ahpr: float
    ghpr: float
    z_score: float
    z_probability: float
    regression_error: float
    regression_correlation: float


def balance_curve(deals: DealColumns, opening_balance: Decimal = ZERO) -> BalanceCurve:
    """The curve of *deals* in the order given; deposits after the first do not move it."""
    start = opening_balance
    if deals.size and deals.type[0] == DealType.BALANCE:
        start += deals.total(slice(1))
    moving = deals.rows((deals.type != DealType.BALANCE) & ~deals.of_kind(DealClass.CREDIT))
    values = float(start) + np.cumsum(moving.cash) / 10.0**moving.digits
    exits = moving.is_exit
    before = np.concatenate(([float(start)], values[:-1])) if values.size else values
    return BalanceCurve(float(start), values, before[exits], values[exits])


def curve_drawdown(start: float, values: NDArray[np.float64]) -> CurveDrawdown:
    """Absolute, maximal and relative drawdown of a curve; a peak of 0 or less has no fraction."""
    curve = np.concatenate(([start], values))
    peak = np.maximum.accumulate(curve)
    fall = peak - curve
    fractions = np.divide(fall, peak, out=np.zeros_like(fall), where=peak > 0)
    deepest, relative = int(np.argmax(fall)), int(np.argmax(fractions))
    return CurveDrawdown(
        absolute=float(max(start - curve.min(), 0.0)),
        money=float(fall[deepest]),
        money_fraction=float(fractions[deepest]),
        fraction=float(fractions[relative]),
        fraction_money=float(fall[relative]),
    )


def closing_trades(deals: DealColumns) -> TradeArrays:
    """One trade per closing deal, in the order given; a position closed by a sell was long."""
    exits = deals.rows(deals.is_exit)
    return TradeArrays(
        net=exits.money,
        is_long=exits.type == DealType.SELL,
        volume=exits.volume,
        commission=exits.commission,
        swap=exits.swap,
        fee=exits.fee,
        entry=np.full(exits.size, np.datetime64("NaT", "us")),
        exit=exits.time,
    )


def mt5_statistics(deals: DealColumns) -> TradeStatistics:
    """Trade statistics of *deals* as MetaTrader's report counts them."""
    gross_profit = deals.total(deals.is_trade & (deals.cash > 0))
    gross_loss = deals.total(deals.is_trade & (deals.cash < 0))
    return replace(
        account_statistics(closing_trades(deals), breakeven_wins=True),
        gross_profit=np.array([float(gross_profit)]),
        gross_loss=np.array([float(gross_loss)]),
        total=np.array([float(gross_profit + gross_loss)]),
    )


def mt5_report(deals: DealColumns, opening_balance: Decimal = ZERO) -> Mt5Report:
    """MetaTrader's figures of *deals*, which must be in the order of the report."""
    trades = mt5_statistics(deals)
    curve = balance_curve(deals, opening_balance)
    growths = curve.after_exit / np.where(curve.before_exit == 0, np.nan, curve.before_exit)
    deviation = float(growths.std()) if growths.size else math.nan
    ahpr = float(growths.mean()) if growths.size else math.nan
    z_score, probability = _z_score(trades)
    error, correlation = _regression(curve)
    return Mt5Report(
        trades=trades,
        drawdown=curve_drawdown(curve.start, curve.values),
        results=curve.after_exit - curve.before_exit,
        growths=growths,
        sharpe=(ahpr - 1) / deviation if deviation else math.nan,
        ahpr=ahpr,
        ghpr=_geometric_growth(curve),
        z_score=z_score,
        z_probability=probability,
        regression_error=error,
        regression_correlation=correlation,
    )


def _geometric_growth(curve: BalanceCurve) -> float:
    """(end / start)^(1/n), the end not below 1 as MetaTrader clamps it."""
    n = curve.after_exit.size
    if not n or curve.start <= 0:
        return math.nan
    return float((max(curve.values[-1], 1.0) / curve.start) ** (1 / n))


def _z_score(trades: TradeStatistics) -> tuple[float, float]:
    """Z = (N(R - 0.5) - P) / sqrt(P(P - N)/(N - 1)), P = 2WL; its probability is capped at 99.74 %."""
    n, wins, losses = (float(values[0]) for values in (trades.n, trades.wins, trades.losses))
    runs = float(trades.win_runs[0] + trades.loss_runs[0])
    product = 2 * wins * losses
    if n < 2 or product <= n:  # noqa: PLR2004 - one trade has no order
        return math.nan, math.nan
    z = (n * (runs - 0.5) - product) / math.sqrt(product * (product - n) / (n - 1))
    return z, min(math.erf(abs(round(z, 2)) / math.sqrt(2)), MAX_PROBABILITY)


def _regression(curve: BalanceCurve) -> tuple[float, float]:
    """Standard error and correlation of the line through the start and the balance after each close."""
    points = np.concatenate(([curve.start], curve.after_exit))
    free = points.size - 2
    if free < 1 or points.std() == 0:
        return math.nan, math.nan
    x = np.arange(points.size, dtype=np.float64)
    slope, intercept = np.polyfit(x, points, 1)
    residuals = points - (slope * x + intercept)
    error = math.sqrt(float(np.square(residuals).sum()) / free)
    return error, float(np.corrcoef(x, points)[0, 1])
