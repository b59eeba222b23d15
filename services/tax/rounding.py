"""Whole dollars: columns rounded row by row, so that what is printed adds up and no gain is made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.tax.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.model import FormRow

DOLLAR = Decimal(1)


def whole_dollars(rows: Iterable[FormRow]) -> tuple[FormRow, ...]:
    """Rows in whole dollars; totals are the sums of what they print."""
    return tuple(_rounded(row) for row in rows)


def in_whole_dollars(amount: Decimal) -> Decimal:
    """An amount without cents; fifty cents go away from zero.

    >>> in_whole_dollars(Decimal("2.50")), in_whole_dollars(Decimal("-1.39"))
    (Decimal('3'), Decimal('-1'))
    """
    return amount.quantize(DOLLAR, ROUND_HALF_UP)


def _rounded(row: FormRow) -> FormRow:
    proceeds, basis = in_whole_dollars(row.proceeds), in_whole_dollars(row.basis)
    if row.adjustment is None:
        return replace(row, proceeds=proceeds, basis=basis)
    adjustment = in_whole_dollars(row.adjustment)
    printed = proceeds - basis + adjustment
    if row.gain == ZERO or printed * row.gain < ZERO:
        adjustment = basis - proceeds
    return replace(row, proceeds=proceeds, basis=basis, adjustment=adjustment)
