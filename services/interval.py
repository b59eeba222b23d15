"""How far a metric could have come out otherwise: 95 % intervals from resampled trades and days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.bootstrap import drawn, interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calc.bootstrap import Sample
    from services.metric import Metric, MetricValue

DRAWN = frozenset({"trades", "results", "returns", "daily", "drawdown", "benchmark"})


def with_intervals(values: Sequence[MetricValue], sample: Sample) -> tuple[MetricValue, ...]:
    """The values with `low` and `high` where they stand on trades or days and are defined."""
    asked = [value.metric for value in values if value.is_defined and can_be_drawn(value.metric)]
    figures: dict[str, list[np.ndarray[tuple[int], np.dtype[np.float64]]]] = {item.name: [] for item in asked}
    if not asked:
        return tuple(values)
    for block in drawn(sample):
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for metric in asked:
                if all(name in block for name in metric.needs):
                    figures[metric.name].append(
                        metric.compute(**{name: block[name] for name in metric.needs})
                    )
    ends = {name: interval(np.concatenate(parts)) for name, parts in figures.items() if parts}
    return tuple(
        replace(value, low=ends[value.metric.name][0], high=ends[value.metric.name][1])
        if value.metric.name in ends
        else value
        for value in values
    )


def can_be_drawn(metric: Metric) -> bool:
    """Whether a metric stands on nothing but what is drawn, and not on its order."""
    return metric.has_interval and DRAWN.issuperset(metric.needs)
