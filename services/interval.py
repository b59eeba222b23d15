"""How far a metric could have come out otherwise: 95 % intervals from resampled trades and days."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.bootstrap import NAMES, Kind, drawn, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from services.calc.bootstrap import Sample
    from services.metric import Metric, MetricValue


def with_intervals(values: Sequence[MetricValue], sample: Sample) -> tuple[MetricValue, ...]:
    """The values with `low` and `high` where they stand on trades or days and are defined."""
    asked = [value.metric for value in values if value.is_defined]
    ends: dict[str, tuple[float, float]] = {}
    for kind in Kind:
        of_kind = [metric for metric in asked if kind_of(metric) is kind]
        if of_kind:
            ends |= _intervals(of_kind, drawn(sample, kind))
    unknown = (math.nan, math.nan)
    found = [(value, ends.get(value.metric.name, unknown)) for value in values]
    return tuple(replace(value, low=low, high=high) for value, (low, high) in found)


def kind_of(metric: Metric) -> Kind | None:
    """What is drawn again for a metric; None where it stands on more than one kind, or on their order."""
    if not metric.has_interval:
        return None
    return next((kind for kind, names in NAMES.items() if names.issuperset(metric.needs)), None)


def can_be_drawn(metric: Metric) -> bool:
    """Whether a metric has an interval where it is defined."""
    return kind_of(metric) is not None


def _intervals(metrics: Sequence[Metric], blocks: Iterable[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    figures: dict[str, list[NDArray[np.float64]]] = {metric.name: [] for metric in metrics}
    for block in blocks:
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for metric in metrics:
                figures[metric.name].append(metric.compute(**{name: block[name] for name in metric.needs}))
    return {name: interval(np.concatenate(parts)) for name, parts in figures.items() if parts}
