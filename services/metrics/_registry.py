"""The registry that finds every metric by its file."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from services.metric import MT5, NET, Family, Metric, MetricValue, Unit
from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.metric import Compute

__all__ = ["MT5", "NET", "Family", "Metric", "MetricValue", "Unit", "find_metric", "metric", "metrics"]

_registry: Registry[Metric] = Registry("services.metrics", "metric")


def metric(  # noqa: PLR0913 - each option is one word of a metric's own file
    label: str,
    unit: Unit,
    family: Family,
    *,
    formula: str,
    undefined: str = "",
    higher_is_better: bool | None = None,
    bases: tuple[str, ...] = (NET, MT5),
    source: str = "",
    annualised: str = "",
    measured_on: str = "",
    detail: str = "",
    has_interval: bool = True,
) -> Callable[[Compute], Compute]:
    """Register the decorated function as a metric; its docstring's first line is the definition."""

    def register(compute: Compute) -> Compute:
        item = Metric(
            name=compute.__name__,
            label=label,
            unit=unit,
            family=family,
            definition=cleandoc(compute.__doc__ or "").splitlines()[0],
            formula=formula,
            source=source,
            needs=tuple(name for name in compute.__annotations__ if name != "return"),
            higher_is_better=higher_is_better,
            bases=bases,
            undefined=undefined,
            annualised=annualised,
            measured_on=measured_on,
            detail=detail,
            has_interval=has_interval,
            compute=compute,
        )
        _registry.add(item)
        return compute

    return register


def metrics() -> tuple[Metric, ...]:
    """Every metric, by name."""
    return _registry.all()


def find_metric(name: str) -> Metric:
    """The metric called *name*; raises NotFoundError."""
    return _registry.get(name)
