"""The only place where a number becomes text: money, fractions, ratios, counts."""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import TYPE_CHECKING

from components import moment
from services.metrics import Family, Unit
from services.number_text import MINUS, NARROW_SPACE, UNDEFINED, fraction, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.metrics import MetricValue

__all__ = [
    "HIDDEN",
    "MINUS",
    "NARROW_SPACE",
    "UNDEFINED",
    "amounts",
    "amounts_are_hidden",
    "brief_money",
    "compact_money",
    "count",
    "fraction",
    "interval",
    "is_signed",
    "lots",
    "metric",
    "money",
    "number",
    "price",
    "printed",
    "ratio",
    "size",
    "tone",
]
HIDDEN = "•••"
COMPACT_FROM = 100_000
LONGEST_AMOUNT = 10
_DEFAULT_DIGITS = 2
_KILO, _THREE_DIGITS = 1024, 100
_ONE_DECIMAL_BELOW = 9.95
_STEPS = ((999_500.0, 1e6, "M"), (999.5, 1e3, "K"), (0.05, 1.0, ""))
_amounts_hidden: ContextVar[bool] = ContextVar("amounts_hidden", default=False)


@contextmanager
def amounts(*, hidden: bool) -> Iterator[None]:
    """Within the block money is shown, or replaced by dots."""
    token = _amounts_hidden.set(hidden)
    try:
        yield
    finally:
        _amounts_hidden.reset(token)


def amounts_are_hidden() -> bool:
    """Whether money is replaced by dots at the moment."""
    return _amounts_hidden.get()


def money(amount: Decimal | float | None, digits: int = _DEFAULT_DIGITS, *, sign: bool = False) -> str:
    """An amount with its currency's decimals; dots while amounts are hidden."""
    if amount is not None and amounts_are_hidden():
        return HIDDEN
    return number(amount, digits, sign=sign)


def compact_money(
    amount: Decimal | float | None, digits: int = _DEFAULT_DIGITS, *, sign: bool = False
) -> str:
    """An amount in thousands or millions where it is too long; the caller shows it in full nearby.

    >>> compact_money(99_999.0), compact_money(1_284_402.55), compact_money(-123_456.0)
    ('99,999.00', '1.284M', '−123.5K')
    """
    size = math.nan if amount is None else abs(float(amount))
    full = money(amount, digits, sign=sign)
    if amount is None or not size >= COMPACT_FROM or len(full) <= LONGEST_AMOUNT or amounts_are_hidden():
        return full
    if size < COMPACT_FROM * 10:
        return number(float(amount) / 1e3, 1, sign=sign) + "K"
    return number(float(amount) / 1e6, 3, sign=sign) + "M"


def brief_money(amount: Decimal | float | None, *, sign: bool = False) -> str:
    """An amount as short as a cell of a heatmap needs it; the full one stands in its tooltip and table.

    >>> brief_money(3.456), brief_money(-342.2), brief_money(1_284.4, sign=True), brief_money(2.5e6)
    ('3.5', '−342', '+1.3K', '2.5M')
    """
    if amount is None or amounts_are_hidden():
        return money(amount)
    size = abs(float(amount))
    for least, unit, suffix in _STEPS:
        if size >= least:
            scaled = float(amount) / unit
            return number(scaled, 1 if abs(scaled) < _ONE_DECIMAL_BELOW else 0, sign=sign) + suffix
    return number(amount, 0, sign=sign) if float(amount) == 0 else number(amount, 1, sign=sign)


def ratio(value: float | None) -> str:
    """A ratio with two decimals."""
    return number(value, _DEFAULT_DIGITS)


def count(value: float | None) -> str:
    """A whole number with thousands."""
    return number(value, 0)


def counted(value: int, one: str, several: str) -> str:
    """So many of something.

    >>> counted(1, "match", "matches"), counted(1200, "match", "matches")
    ('1 match', '1,200 matches')
    """
    return f"{count(value)} {one if value == 1 else several}"


def size(number_of_bytes: float | None) -> str:
    """An amount of storage in the unit that leaves one to three digits before the point.

    >>> size(0), size(9_400), size(1_288_490_189), size(None)
    ('0 B', '9.2 KB', '1.2 GB', '—')
    """
    if number_of_bytes is None:
        return UNDEFINED
    value, units = float(number_of_bytes), ["B", "KB", "MB", "GB", "TB"]
    while value >= _KILO and len(units) > 1:
        value /= _KILO
        units.pop(0)
    digits = 0 if units[0] == "B" or value >= _THREE_DIGITS else 1
    return f"{number(value, digits)} {units[0]}"


def lots(value: Decimal | float | None) -> str:
    """A volume in lots, with as many decimals as it was traded in, two at least."""
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        return number(value, max(_DEFAULT_DIGITS, -int(exponent)))
    return number(value, _DEFAULT_DIGITS)


def price(value: Decimal | None) -> str:
    """A price with the decimals it was quoted in.

    >>> price(Decimal("1.33120")), price(Decimal("24559.3"))
    ('1.33120', '24,559.3')
    """
    if value is None:
        return UNDEFINED
    return number(value, max(0, -int(value.as_tuple().exponent)))


def printed(text: str) -> str:
    """A figure as text with thousands and a true minus, its digits untouched.

    >>> printed("-1598.66"), printed("110.311069"), printed("2313.28 (2.30%)")
    ('−1,598.66', '110.311069', '2,313.28 (2.30%)')
    """
    spaced = re.sub(r"(?<![\d.,])\d{4,}(?![\d,])", lambda found: f"{int(found[0]):,}", text)
    return spaced.replace("-", MINUS)


def is_signed(value: MetricValue) -> bool:
    """Whether a metric's plus sign is worth showing: it is a gain or a loss."""
    metric = value.metric
    gains = metric.unit in (Unit.MONEY, Unit.FRACTION) and metric.family in (Family.MONEY, Family.RETURNS)
    return gains and metric.higher_is_better is True


def metric(value: MetricValue, digits: int = _DEFAULT_DIGITS, *, sign: bool = False) -> str:
    """A metric's value by its unit; *digits* are the currency's."""
    return _in_unit(value.metric.unit, value.value, digits, sign=sign)


def interval(value: MetricValue, digits: int = _DEFAULT_DIGITS) -> str:
    """A metric's confidence interval, empty when there is none."""
    if math.isnan(value.low) or math.isnan(value.high):
        return ""
    unit = value.metric.unit
    if unit is Unit.FRACTION:
        return f"{number(value.low * 100, 1)} – {number(value.high * 100, 1)}"
    return f"{_in_unit(unit, value.low, digits)} – {_in_unit(unit, value.high, digits)}"


def _in_unit(unit: Unit, value: float, digits: int, *, sign: bool = False) -> str:
    if math.isnan(value):
        return UNDEFINED
    if unit is Unit.MONEY:
        return money(value, digits, sign=sign)
    if unit is Unit.FRACTION:
        return fraction(value, sign=sign)
    return _PLAIN.get(unit, ratio)(value)


def _days(value: float) -> str:
    return moment.duration(value * moment.DAY)


_PLAIN = {Unit.COUNT: count, Unit.SECONDS: moment.duration, Unit.DAYS: _days, Unit.LOTS: lots}


def tone(value: Decimal | float | None) -> str:
    """The class of a gain or a loss; empty for nothing."""
    if value is None or not math.isfinite(value) or value == 0:
        return ""
    return "profit" if value > 0 else "loss"
