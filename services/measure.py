"""Records and portfolios measured over a period, on either basis."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.account_series import AccountSeries, ReturnSeries, TradeSeries
from services.calc.benchmark import common_days
from services.calc.beside import ALONE
from services.calc.bootstrap import Sample
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.long_trades_kernel import account_statistics
from services.calc.money import currency_digits, round_money
from services.calc.mt5_report import mt5_report
from services.calc.period import as_datetime64
from services.calc.portfolio_totals import joint_booked, joint_end, member_totals
from services.calc.return_kernel import daily_series, return_statistics
from services.calc.server_zone import server_zone
from services.calc.statistics import DrawdownStatistics
from services.calc.totals_kernel import account_totals
from services.measurements import Measurements
from services.metrics import MT5, NET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.beside import Beside
    from services.calc.equity import Track
    from services.calc.mt5_report import Mt5Report
    from services.calc.period import Period
    from services.calc.portfolio import Portfolio
    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.calc.trade_kernel import TradeArrays
    from services.metrics import MetricValue

__all__ = ["Measurements", "costs_of", "key_figures", "measure", "measure_net", "measure_portfolio"]

_DAY = np.timedelta64(1, "D")
_NEVER = np.datetime64("NaT", "us")
MT5_LEAST = 2
_OWN_MARGIN = "Each account has a margin of its own; that of one does not stand in for another."
_OWN_PRICES = "Prices and stops are told of one account at a time; open the page of one."
_WATCHED = ("average_mae", "average_mfe", "mae_mfe_ratio", "exit_efficiency", "expectancy_r", "sqn_r")
OF_ONE_ACCOUNT = dict.fromkeys(("margin", "margin_free", "margin_level"), _OWN_MARGIN)
OF_ONE_ACCOUNT |= dict.fromkeys(_WATCHED, _OWN_PRICES)
KEY_FIGURES = ("net_profit", "total_return_twr", "win_rate", "profit_factor", "sharpe_ratio", "max_drawdown")


def measure(
    record: TrackRecord, period: Period, *, zone: str, basis: str, beside: Beside = ALONE
) -> Measurements:
    """The statistics of *record* over *period*, days cut by *zone*."""
    return _mt5(record, period, zone) if basis == MT5 else measure_net(record, period, zone, beside)


def measure_net(record: TrackRecord, period: Period, zone: str, beside: Beside = ALONE) -> Measurements:
    """The net basis: round trips after costs, returns and drawdown of the flow-neutral index."""
    track, end = record.track, record.end_of(period)
    inside = period.mask(track.time)
    days = daily_series(track, inside, server_zone(zone))
    trades = record.arrays_in(period)
    results = TradeSeries.of(trades, beside.excursions_in(record, period))
    measured = _net(track, inside, days, trades, results, zone=zone, beside=beside)
    measured.statistics["totals"] = account_totals(track, inside, days, record.booked_in(period), end)
    measured.statistics["account"] = AccountSeries(
        days=days,
        trades=trades,
        open_from=_open_from(record, period),
        track=track,
        inside=inside,
        began=_began(track, inside, period),
        end=end,
    )
    return measured


def measure_portfolio(
    portfolio: Portfolio, period: Period, zone: str, beside: Beside = ALONE
) -> Measurements:
    """The net basis of several accounts as one; what each account has of its own is not defined."""
    track, members = portfolio.track, member_totals(portfolio, period)
    inside, end = period.mask(track.time), joint_end(members)
    days = daily_series(track, inside, server_zone(zone))
    trades = portfolio.trades.rows(period.mask(portfolio.trades.exit))
    measured = _net(track, inside, days, trades, TradeSeries.of(trades), zone=zone, beside=beside)
    measured.statistics["totals"] = account_totals(track, inside, days, joint_booked(members), end)
    measured.statistics["account"] = AccountSeries(
        days=days,
        trades=trades,
        open_from=np.concatenate([_open_from(record, period) for record in portfolio.records]),
        track=track,
        inside=inside,
        began=_began(track, inside, period),
        end=end,
    )
    return replace(measured, reasons=OF_ONE_ACCOUNT if len(portfolio.records) > 1 else {})


def _net(
    track: Track,
    inside: NDArray[np.bool_],
    days: DailySeries,
    trades: TradeArrays,
    results: TradeSeries,
    *,
    zone: str,
    beside: Beside,
) -> Measurements:
    """What one account and several have in common."""
    calendar = calendar_days(track, inside)
    statistics: dict[str, Any] = {
        "trades": account_statistics(trades),
        "returns": return_statistics(days.returns, per_year=days.per_year, days=calendar),
        "drawdown": drawdown_statistics(track, inside),
        "results": results,
        "daily": ReturnSeries(days.returns[None, :], days.per_year),
    }
    benchmark = None if beside.benchmark is None else common_days(days, beside.benchmark)
    if benchmark is not None:
        statistics["benchmark"] = benchmark
    if beside.peers is not None:
        statistics["peers"] = beside.peers
    of_equity = bool(track.is_equity[inside].all())
    sample = Sample(trades, results, days.returns, benchmark, days.per_year, calendar, of_equity)
    return Measurements(NET, zone, track.series, days.per_year, statistics, sample)


def key_figures(measured: Measurements) -> tuple[MetricValue, ...]:
    """The six figures that stand first; the balance's drawdown stands in where equity's is unknown."""
    figures = tuple(measured.named(name) for name in KEY_FIGURES)
    if figures[-1].is_defined:
        return figures
    return (*figures[:-1], measured.named("max_balance_drawdown"))


def costs_of(measured: Measurements, currency: str) -> Decimal:
    """Commission, swap and fees of the measured trades, in *currency*."""
    trades = measured.statistics["trades"]
    costs = float(trades.commission[0] + trades.swap[0] + trades.fee[0])
    return round_money(Decimal(repr(costs)), currency_digits(currency))


def calendar_days(track: Track, inside: NDArray[np.bool_]) -> float:
    """Days from the first to the last point inside."""
    times = track.time[inside]
    return float((times[-1] - times[0]) / _DAY) if times.size else 0.0


def _began(track: Track, inside: NDArray[np.bool_], period: Period) -> np.datetime64:
    """The start of a period, or the first point when the account had none before; NaT without points."""
    rows = np.flatnonzero(inside)
    if not rows.size:
        return _NEVER
    return as_datetime64(period.start) if rows[0] and period.start is not None else track.time[rows[0]]


def _open_from(record: TrackRecord, period: Period) -> NDArray[np.datetime64]:
    """When everything was entered that was open at the end of a period; NaT where that is unknown."""
    entries: list[np.datetime64] = [
        as_datetime64(position.time) for position in record.positions if position.time < period.end
    ]
    trades, end = record.ledger.trades.arrays, as_datetime64(period.end)
    later = trades.entry[np.searchsorted(trades.exit, end) :][::-1]
    return np.concatenate((np.array(entries, dtype="datetime64[us]"), later[~(later >= end)]))


def _mt5(record: TrackRecord, period: Period, zone: str) -> Measurements:
    """The mt5 basis: closing deals, the balance curve, no annualisation."""
    deals, opening = record.ledger.deals, record.account.opening_balance
    if period.start is not None:
        opening += deals.total(deals.time < as_datetime64(period.start))
    report = mt5_report(deals.rows(period.mask(deals.time)), opening)
    steps = report.growths - 1
    returns = return_statistics(steps, per_year=1, days=math.nan, ddof=0, least=MT5_LEAST)
    returns = replace(returns, growth=np.array([report.ghpr**steps.size if steps.size else math.nan]))
    statistics = {
        "trades": report.trades,
        "returns": returns,
        "drawdown": _curve_statistics(report),
        "results": TradeSeries.as_mt5(report.results),
    }
    return Measurements(MT5, zone, "balance after each deal", 1, statistics)


def _curve_statistics(report: Mt5Report) -> DrawdownStatistics:
    known = {
        "balance": report.drawdown.fraction,
        "balance_money": report.drawdown.money,
        "balance_money_fraction": report.drawdown.money_fraction,
        "balance_fraction_money": report.drawdown.fraction_money,
        "absolute": report.drawdown.absolute,
    }
    return DrawdownStatistics(
        **{field.name: np.array([known.get(field.name, np.nan)]) for field in fields(DrawdownStatistics)}
    )
