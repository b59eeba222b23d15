"""Every metric of an account over a period, on either basis, each with what it stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.money import currency_digits, round_money
from services.calc.mt5_report import mt5_report
from services.calc.return_kernel import daily_series, return_statistics
from services.calc.server_zone import server_zone
from services.calc.statistics import DrawdownStatistics
from services.calc.totals_kernel import account_totals
from services.calc.trade_kernel import TradeArrays, trade_statistics
from services.metrics import MT5, NET, Metric, MetricValue, find_metric, metrics
from services.model import ZERO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.mt5_report import Mt5Report
    from services.calc.period import Period
    from services.calc.portfolio import Portfolio
    from services.calc.record import TrackRecord

_DAY = np.timedelta64(1, "D")
MT5_LEAST = 2
KEY_FIGURES = ("net_profit", "total_return_twr", "win_rate", "profit_factor", "sharpe_ratio", "max_drawdown")


@dataclass(frozen=True, slots=True)
class Measurements:
    """The statistics of one account and period, and what they were measured on.

    `statistics` are by the name a metric's function takes them: trades, returns, drawdown, totals.
    """

    basis: str
    zone: str
    series: str
    per_year: int
    statistics: dict[str, Any]

    def observations(self, metric: Metric) -> int:
        """How many observations stand behind a metric."""
        first = metric.needs[0]
        if first == "trades":
            return int(self.statistics["trades"].n[0])
        if first == "totals":
            return int(self.statistics["totals"].days[0])
        return int(self.statistics["returns"].n[0])

    def value(self, metric: Metric) -> MetricValue:
        """A metric's value with n, basis, zone, annualisation, and the reason when it is undefined."""
        with np.errstate(invalid="ignore", divide="ignore"):
            number = float(metric.compute(**{name: self.statistics[name] for name in metric.needs})[0])
        if math.isinf(number):
            number = math.nan
        n = self.observations(metric)
        return MetricValue(
            metric=metric,
            value=number,
            n=n,
            basis=self.basis,
            zone=self.zone,
            annualisation=self._annualisation(metric),
            series="" if metric.needs[0] == "trades" else metric.measured_on or self.series,
            reason=self._reason(metric, n) if math.isnan(number) else "",
        )

    def values(self) -> tuple[MetricValue, ...]:
        """Every metric of the basis, by name."""
        return tuple(self.value(metric) for metric in metrics() if self.basis in metric.bases)

    def named(self, name: str) -> MetricValue:
        """The metric called *name*; raises NotFoundError."""
        return self.value(find_metric(name))

    def number(self, name: str) -> float:
        """The bare number of a metric; NaN when it is undefined."""
        return self.named(name).value

    def _annualisation(self, metric: Metric) -> str:
        if self.basis == MT5:
            return "none" if metric.annualised else ""
        return metric.annualised.replace("P", str(self.per_year))

    def _reason(self, metric: Metric, n: int) -> str:
        if n == 0 and metric.needs[0] == "trades":
            return "No closed trade in the period."
        if n == 0:
            return "Nothing was recorded in the period."
        least = int(self.statistics["returns"].least[0])
        if metric.needs[0] == "returns" and n < least and metric.undefined:
            return f"{metric.undefined} There are {n}."
        return metric.undefined or "There is nothing to compute it from in the period."


def measure(record: TrackRecord, period: Period, *, zone: str, basis: str) -> Measurements:
    """The statistics of *record* over *period*, days cut by *zone*."""
    return _mt5(record, period, zone) if basis == MT5 else measure_net(record, period, zone)


def measure_net(record: TrackRecord, period: Period, zone: str) -> Measurements:
    """The net basis: round trips after costs, returns and drawdown of the flow-neutral index."""
    track = record.track
    inside = period.mask(track.time)
    series = daily_series(track, inside, server_zone(zone))
    statistics = {
        "trades": trade_statistics(TradeArrays.of(record.trades_in(period))),
        "returns": return_statistics(
            series.returns, per_year=series.per_year, days=calendar_days(track, inside)
        ),
        "drawdown": drawdown_statistics(track, inside),
        "totals": account_totals(track, inside, series, record.booked_in(period), record.end_of(period)),
    }
    return Measurements(NET, zone, track.series, series.per_year, statistics)


def measure_portfolio(portfolio: Portfolio, period: Period, zone: str) -> Measurements:
    """The net basis of several accounts as one, without the money totals of a single account."""
    track = portfolio.track
    inside = period.mask(track.time)
    series = daily_series(track, inside, server_zone(zone))
    trades = portfolio.trades.rows(period.mask(portfolio.trades.exit))
    statistics = {
        "trades": trade_statistics(trades),
        "returns": return_statistics(
            series.returns, per_year=series.per_year, days=calendar_days(track, inside)
        ),
        "drawdown": drawdown_statistics(track, inside),
    }
    return Measurements(NET, zone, track.series, series.per_year, statistics)


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


def _mt5(record: TrackRecord, period: Period, zone: str) -> Measurements:
    """The mt5 basis: closing deals, the balance curve, no annualisation."""
    deals = record.deals_in(period)
    opening = record.account.opening_balance
    if period.start is not None:
        opening += sum((deal.cash for deal in record.deals if deal.time < period.start), ZERO)
    report = mt5_report(deals, opening)
    steps = report.growths - 1
    returns = return_statistics(steps, per_year=1, days=math.nan, ddof=0, least=MT5_LEAST)
    returns = replace(returns, growth=np.array([report.ghpr**steps.size if steps.size else math.nan]))
    statistics = {"trades": report.trades, "returns": returns, "drawdown": _curve_statistics(report)}
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
