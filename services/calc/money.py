"""Money that must add up: decimals rounded half away from zero, split without losing a cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_DIGITS = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "HUF": 2,
    "KWD": 3,
    "BHD": 3,
    "BTC": 8,
    "ETH": 8,
    "USDT": 2,
}


@lru_cache(maxsize=32)
def unit(digits: int) -> Decimal:
    """The smallest amount of a currency with *digits* decimals (0.01 for 2)."""
    return Decimal(1).scaleb(-digits)


def currency_digits(currency: str) -> int:
    """Decimals that amounts of *currency* are booked with (ISO 4217; 2 when unlisted)."""
    return _DIGITS.get(currency.upper(), 2)


def round_money(amount: Decimal, digits: int) -> Decimal:
    """*amount* with *digits* decimals, half away from zero as brokers book it.

    >>> round_money(Decimal("1.005"), 2), round_money(Decimal("-1.005"), 2)
    (Decimal('1.01'), Decimal('-1.01'))
    """
    return amount.quantize(unit(digits), ROUND_HALF_UP)


def share(amount: Decimal, part: Decimal, whole: Decimal, digits: int) -> Decimal:
    """The share *part* / *whole* of *amount*, rounded; the caller keeps the remainder, so no cent is lost.

    >>> share(Decimal("-1.00"), Decimal(1), Decimal(3), 2)
    Decimal('-0.33')
    """
    if part == whole:
        return amount
    return round_money(amount * part / whole, digits)
