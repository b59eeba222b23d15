"""The statistics of one account and period, asked for metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.drawdown_table import drawdowns
from services.calc.rolling import rolling_sharpe, rolling_volatility
from services.interval import with_intervals
from services.metrics import MT5, Metric, MetricValue, find_metric, metrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from services.calc.account_series import AccountSeries
    from services.calc.bootstrap import Sample
    from services.calc.drawdown_table import Drawdown
    from services.calc.return_kernel import DailySeries

TRADE_NEEDS, DAY_NEEDS = ("trades", "results"), ("returns", "daily", "benchmark")
ROLLING = {"rolling_sharpe": rolling_sharpe, "rolling_volatility": rolling_volatility}
NO_BENCHMARK = "No benchmark is chosen."


@dataclass(frozen=True, slots=True)
class Measurements:
    """The statistics of one account and period, and what they were measured on.

    `statistics` are statistics and series by the name a metric's function takes them; what nobody chose, such
    as a benchmark, is not among them. `sample` is what intervals are drawn from, None where there are none.
    `reasons` say why a metric is undefined here, where it is for another reason than elsewhere.
    """

    basis: str
    zone: str
    series: str
    per_year: int
    statistics: dict[str, Any]
    sample: Sample | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def observations(self, metric: Metric) -> int:
        """How many observations stand behind a metric."""
        first = metric.needs[0]
        if first in TRADE_NEEDS:
            return int(self.statistics["trades"].n[0])
        if first == "benchmark":
            return int(self.statistics["benchmark"].days) if "benchmark" in self.statistics else 0
        return int(self.statistics["returns"].n[0])

    def value(self, metric: Metric) -> MetricValue:
        """A metric's value with n, basis, zone, annualisation, and the reason when it is undefined."""
        number, n = self._computed(metric), self.observations(metric)
        return MetricValue(
            metric=metric,
            value=number,
            n=n,
            basis=self.basis,
            zone=self.zone,
            annualisation=self._annualisation(metric),
            series="" if metric.needs[0] in TRADE_NEEDS else metric.measured_on or self.series,
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

    def interval(self, metric: Metric) -> MetricValue:
        """A metric's value with the 95 % interval that resampling gives it, where it has one."""
        return self.with_intervals((self.value(metric),))[0]

    def with_intervals(self, values: Sequence[MetricValue]) -> tuple[MetricValue, ...]:
        """The same values with their intervals, all from the same draws."""
        return tuple(values) if self.sample is None else with_intervals(values, self.sample)

    def drawdowns(self) -> tuple[Drawdown, ...]:
        """The ten deepest falls of the account, deepest first."""
        account: AccountSeries = self.statistics["account"]
        return drawdowns(account.track, account.inside)

    def rolling(self, name: str) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """The days, and `rolling_sharpe` or `rolling_volatility` of the 63 days up to each; NaN before."""
        days: DailySeries = self.statistics["account"].days
        return days.day, ROLLING[name](days.returns, days.per_year)

    def _computed(self, metric: Metric) -> float:
        """The number, NaN where something it needs is not there."""
        known = self.statistics
        if any(name not in known for name in metric.needs):
            return math.nan
        with np.errstate(invalid="ignore", divide="ignore"):
            number = float(metric.compute(**{name: known[name] for name in metric.needs})[0])
        return math.nan if math.isinf(number) else number

    def _annualisation(self, metric: Metric) -> str:
        if self.basis == MT5:
            return "none" if metric.annualised else ""
        return metric.annualised.replace("P", str(self.per_year))

    def _reason(self, metric: Metric, n: int) -> str:
        if metric.name in self.reasons:
            return self.reasons[metric.name]
        is_alone = "benchmark" in metric.needs and "benchmark" not in self.statistics
        if is_alone and (n or metric.needs[0] not in TRADE_NEEDS):
            return NO_BENCHMARK
        return why_undefined(metric, n, int(self.statistics["returns"].least[0]))


def why_undefined(metric: Metric, n: int, least: int) -> str:
    """Why a metric of *n* observations has no number; *least* days are needed for what stands on days."""
    if n == 0 and metric.needs[0] in TRADE_NEEDS:
        return "No closed trade in the period."
    if n == 0:
        return "Nothing was recorded in the period."
    if metric.needs[0] in DAY_NEEDS and n < least and metric.undefined:
        return f"{metric.undefined} There are {n}."
    return metric.undefined or "There is nothing to compute it from in the period."
