"""Figures of metrics as people read them in a file: percents, hours, money to its last digit."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.metrics import Unit

if TYPE_CHECKING:
    from services.metrics import Metric

HOUR = 3_600
_UNITS = {Unit.FRACTION: "%", Unit.SECONDS: "h"}


def exact_unit(metric: Metric, currency: str) -> str:
    """What a metric is counted in."""
    return currency if metric.unit is Unit.MONEY else metric.unit.value


def shown_unit(metric: Metric, currency: str) -> str:
    """What its shown figure is counted in."""
    return _UNITS.get(metric.unit, exact_unit(metric, currency))


def shown_figure(number: float | None, metric: Metric, digits: int) -> float | Decimal | None:
    """Money to its last digit, fractions as percents, times as hours, all else to six digits."""
    if number is None or not math.isfinite(number):
        return None
    if metric.unit is Unit.MONEY:
        return round_money(Decimal(repr(number)), digits)
    if metric.unit is Unit.FRACTION:
        return round(number * 100, 2)
    return round(number / HOUR, 1) if metric.unit is Unit.SECONDS else float(f"{number:.6g}")
