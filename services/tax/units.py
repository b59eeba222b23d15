"""Shares, coins and contracts as whole numbers, and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from services.tax.splits import Splits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.tax.model import Execution


class Units:
    """Shares as whole numbers: of the first day (before splits), and of an option the shares it is about."""

    def __init__(self, executions: Sequence[Execution]) -> None:
        """Fine enough for every quantity among *executions*."""
        self.splits = Splits(executions)
        exact = [item.quantity * item.multiplier if item.is_option else item.quantity for item in executions]
        digits = max(
            (-int(number.as_tuple().exponent) for number in exact if number != int(number)), default=0
        )
        has_options = any(item.is_option for item in executions)
        self._digits = digits
        self._is_decimal = not self.splits
        self._is_whole = self._is_decimal and not digits and not has_options
        self._scale = 10**digits * self.splits.denominator()

    def of_all(self, executions: Sequence[Execution]) -> list[int]:
        """Units of each execution."""
        if self._is_whole:
            return [int(item.quantity) for item in executions]
        return [self._of(item) for item in executions]

    def _of(self, item: Execution) -> int:
        exact = item.quantity * item.multiplier if item.is_option else item.quantity
        if not self.splits.concern(item.symbol):
            return int(exact * self._scale)
        found = Fraction(exact) * self._scale / self.splits.factor(item.account, item.symbol, item.time)
        return int(found)

    def quantity(self, units: int, item: Execution, at: datetime) -> Decimal:
        """Units of what *item* is about as shares, coins or contracts of a moment."""
        if self._is_decimal and not item.is_option:
            return plain(Decimal(units).scaleb(-self._digits))
        found = Fraction(units, self._scale) * self.splits.factor(item.account, item.symbol, at)
        if item.is_option:
            found /= Fraction(item.multiplier)
        return plain(Decimal(found.numerator) / found.denominator)


def plain(number: Decimal) -> Decimal:
    """A number without zeros at its end.

    >>> plain(Decimal("100.00")), plain(Decimal("0.50"))
    (Decimal('100'), Decimal('0.5'))
    """
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
