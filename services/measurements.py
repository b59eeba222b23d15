"""The statistics of one account and period, asked for metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from services.interval import with_intervals
from services.metrics import MT5, Metric, MetricValue, find_metric, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calc.bootstrap import Sample

TRADE_NEEDS, DAY_NEEDS = ("trades", "results"), ("returns", "daily", "benchmark")
NO_BENCHMARK = "No benchmark is chosen."


@dataclass(frozen=True, slots=True)
class Measurements:
    """The statistics of one account and period, and what they were measured on.

    `statistics` are statistics and series by the name a metric's function takes them. `sample` is what
    intervals are drawn from, None where there are none.
    """

    basis: str
    zone: str
    series: str
    per_year: int
    statistics: dict[str, Any]
    sample: Sample | None = None

    def observations(self, metric: Metric) -> int:
        """How many observations stand behind a metric."""
        first = metric.needs[0]
        if first in TRADE_NEEDS:
            return int(self.statistics["trades"].n[0])
        if first == "totals":
            return int(self.statistics["totals"].days[0])
        if first == "account":
            return int(self.statistics["account"].days.day.size)
        if first == "benchmark":
            return int(self.statistics["benchmark"].days)
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

    def _annualisation(self, metric: Metric) -> str:
        if self.basis == MT5:
            return "none" if metric.annualised else ""
        return metric.annualised.replace("P", str(self.per_year))

    def _reason(self, metric: Metric, n: int) -> str:
        if n == 0 and metric.needs[0] in TRADE_NEEDS:
            return "No closed trade in the period."
        if "benchmark" in metric.needs and not self.statistics["benchmark"].is_chosen:
            return NO_BENCHMARK
        if n == 0:
            return "Nothing was recorded in the period."
        least = int(self.statistics["returns"].least[0])
        if metric.needs[0] in DAY_NEEDS and n < least and metric.undefined:
            return f"{metric.undefined} There are {n}."
        return metric.undefined or "There is nothing to compute it from in the period."
