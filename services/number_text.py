"""Numbers as people read them: thousands, a true minus, a dash for what is undefined."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
NARROW_SPACE = "\u202f"
UNDEFINED = "—"
TWO_DIGITS = 2
MINUTE, HOUR, DAY = 60, 3_600, 86_400
MANY_DAYS = 100


def number(value: Decimal | float | None, digits: int, *, sign: bool = False) -> str:
    """A number with thousands and fixed decimals; undefined ones are a dash.

    >>> number(-1598.66, 2), number(0.005, 2, sign=True), number(None, 2)
    ('−1,598.66', '+0.01', '—')
    """
    if value is None or not math.isfinite(value):
        return UNDEFINED
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if not rounded:
        return text
    return MINUS + text if rounded < 0 else "+" * sign + text


def fraction(value: Decimal | float | None, digits: int = TWO_DIGITS, *, sign: bool = False) -> str:
    """A fraction as a percentage: 0.0794 reads 7.94 with a percent sign."""
    text = number(None if value is None else value * 100, digits, sign=sign)
    return text if text == UNDEFINED else f"{text}{NARROW_SPACE}%"


def duration(seconds: float | None) -> str:
    """A length of time in its two largest units.

    >>> duration(12), duration(9_650), duration(356_400)
    ('12 s', '2 h 40 min', '4 d 3 h')
    """
    if seconds is None or not math.isfinite(seconds):
        return UNDEFINED
    whole = int(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min"
    if whole < DAY:
        return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"
    if whole >= MANY_DAYS * DAY:
        return f"{whole // DAY:,} d"
    return f"{whole // DAY} d {whole % DAY // HOUR} h"
