"""Whole cents: what an amount is in them, and a share of an amount that loses nothing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = 100


def in_cents(amount: Decimal) -> int:
    """An amount of dollars in cents; half a cent goes away from zero.

    >>> in_cents(Decimal("2.675")), in_cents(Decimal("-0.005")), in_cents(Decimal("0.0049"))
    (268, -1, 0)
    """
    exact = amount * HUNDRED
    whole = int(exact)
    return whole if whole == exact else int(exact.to_integral_value(ROUND_HALF_UP))


def in_dollars(cents: int) -> Decimal:
    """Cents as dollars with two digits.

    >>> in_dollars(-5)
    Decimal('-0.05')
    """
    return Decimal(cents).scaleb(-2)


def cut(total: int, part: int, whole: int) -> int:
    """What *part* of *whole* gets of *total*, to the cent; what is left is for the rest, which is cut next.

    >>> cut(100, 1, 3), cut(67, 1, 2), cut(33, 1, 1)
    (33, 34, 33)
    """
    if part == whole:
        return total
    return (total * part + whole // 2) // whole
