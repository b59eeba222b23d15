"""What a metric is, what one of its values carries, and the registry that finds them all."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import TYPE_CHECKING

from services.plugins import Registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Compute = Callable[..., "NDArray[np.float64]"]


class Unit(StrEnum):
    """How a metric's number is to be read."""

    MONEY = "money"
    FRACTION = "fraction"
    RATIO = "ratio"
    COUNT = "count"
    SECONDS = "seconds"
    DAYS = "days"
    LOTS = "lots"


class Family(StrEnum):
    """The group a metric is listed under."""

    MONEY = "Money"
    TRADES = "Trades"
    RETURNS = "Returns"
    RISK = "Risk-adjusted"
    DRAWDOWN = "Drawdown"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: what it is called, how it is read, what it stands on, and its pure function.

    `needs` names the statistics it takes (`trades`, `returns`, `drawdown`, `totals`); `higher_is_better` is
    None where neither direction is better; `undefined` says when there is no number; `annualised` how it is
    brought to a year, P standing for the steps of a year.
    """

    name: str
    label: str
    unit: Unit
    family: Family
    definition: str
    formula: str
    source: str
    needs: tuple[str, ...]
    higher_is_better: bool | None
    bases: tuple[str, ...]
    undefined: str
    annualised: str
    compute: Compute


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A metric of one account and period; `value` is NaN where it is undefined and `reason` says why.

    `n` is the number of observations, `zone` the zone of the day boundary, `annualisation` the factor used
    (empty when none), `series` what returns and drawdown were measured on.
    """

    metric: Metric
    value: float
    n: int
    basis: str
    zone: str
    annualisation: str
    series: str
    reason: str
    low: float = math.nan
    high: float = math.nan

    @property
    def is_defined(self) -> bool:
        """Whether there is a number."""
        return not math.isnan(self.value)

    @property
    def is_small_sample(self) -> bool:
        """Whether fewer than 30 observations stand behind it."""
        return self.n < SMALL_SAMPLE


SMALL_SAMPLE = 30
NET = "net"
MT5 = "mt5"
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
) -> Callable[[Compute], Compute]:
    """Register the decorated function as a metric; its docstring's first line is the definition."""

    def register(compute: Compute) -> Compute:
        parameters = tuple(name for name in compute.__annotations__ if name != "return")
        definition = cleandoc(compute.__doc__ or "").splitlines()[0]
        _registry.add(
            Metric(
                name=compute.__name__,
                label=label,
                unit=unit,
                family=family,
                definition=definition,
                formula=formula,
                source=source,
                needs=parameters,
                higher_is_better=higher_is_better,
                bases=bases,
                undefined=undefined,
                annualised=annualised,
                compute=compute,
            )
        )
        return compute

    return register


def metrics() -> tuple[Metric, ...]:
    """Every metric, by name."""
    return _registry.all()


def find_metric(name: str) -> Metric:
    """The metric called *name*; raises NotFoundError."""
    return _registry.get(name)
