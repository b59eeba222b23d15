"""What a metric is, and what one of its values carries."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NET = "net"
MT5 = "mt5"
SMALL_SAMPLE = 30
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
    EXCURSION = "Excursion"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: what it is called, how it is read, what it stands on, and its pure function.

    `needs` names what it takes: statistics (`trades`, `returns`, `drawdown`, `totals`) or series (`results`,
    `daily`, `account`, `benchmark`, `peers`); `higher_is_better` is None where neither direction is better;
    `undefined` says when there is no number; `annualised` how it is brought to a year, P standing for the
    steps of a year; `measured_on` its curve, when that is not equity where it is known; `detail` names the
    series or table behind the number; `has_interval` is False where resampling would say nothing.
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
    measured_on: str
    detail: str
    has_interval: bool
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
