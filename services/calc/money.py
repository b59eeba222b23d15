"""Money that must add up: decimals rounded half away from zero, split without losing a cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("BTC", "ETH", "LTC", "XBT"), 8),
}

USUAL_DIGITS = 2
ALL_DIGITS = tuple(sorted({USUAL_DIGITS, *_DIGITS.values()}))
"""Every number of decimals that a currency has."""


@lru_cache(maxsize=32)
def unit(digits: int) -> Decimal:
    """The smallest amount of a currency with *digits* decimals (0.01 for 2)."""
    return Decimal(1).scaleb(-digits)


def currency_digits(currency: str) -> int:
    """Decimals that amounts of *currency* are booked with (ISO 4217; 2 when unlisted)."""
    return _DIGITS.get(currency.upper(), USUAL_DIGITS)


def round_money(amount: Decimal, digits: int) -> Decimal:
    """*amount* with *digits* decimals, half away from zero as brokers book it.

    >>> round_money(Decimal("1.005"), 2), round_money(Decimal("-1.005"), 2)
    (Decimal('1.01'), Decimal('-1.01'))
    """
    return amount.quantize(unit(digits), context=_WIDE)


def share(amount: Decimal, part: Decimal, whole: Decimal, digits: int) -> Decimal:
    """The share *part* / *whole* of *amount*, rounded; the caller keeps the remainder, so no cent is lost.

    >>> share(Decimal("-1.00"), Decimal(1), Decimal(3), 2)
    Decimal('-0.33')
    """
    if part == whole:
        return amount
    return round_money(amount * part / whole, digits)
