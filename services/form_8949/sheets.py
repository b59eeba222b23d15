"""Rows as the sheets of the form: one page for each box used, again with the same box when it is full."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from services.tax.schedule_d import totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from services.form_8949.layout import Layout
    from services.tax.model import FormRow

EXPIRED, VARIOUS = "Expired", "VARIOUS"
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its part, the one box that is checked, eight texts a row, and the totals (d) to (h)."""

    part: str
    box: str
    rows: tuple[Cells, ...]
    totals: Cells


def sheets(rows: Iterable[FormRow], layout: Layout, *, digits: int = 2) -> tuple[Sheet, ...]:
    """The pages that *rows* fill, part I first, boxes as printed; amounts have *digits* decimals."""
    order = "".join(layout.boxes)
    ordered = sorted(rows, key=lambda row: (row.part, order.find(row.box)))
    return tuple(
        sheet
        for (part, box), members in groupby(ordered, key=lambda row: (row.part, row.box))
        for sheet in _pages(part, box, list(members), layout.rows, digits)
    )


def _pages(part: str, box: str, rows: Sequence[FormRow], size: int, digits: int) -> Iterator[Sheet]:
    for start in range(0, len(rows), size):
        page = rows[start : start + size]
        yield Sheet(part, box, tuple(_cells(row, digits) for row in page), _totals(page, digits))


def _cells(row: FormRow, digits: int) -> Cells:
    return (
        row.description,
        _acquired(row),
        day(row.sold) if row.deals else "",
        EXPIRED if row.expired == "proceeds" else amount(row.proceeds, digits),
        EXPIRED if row.expired == "basis" else amount(row.basis, digits),
        row.codes,
        "" if row.adjustment is None else amount(row.adjustment, digits),
        amount(row.gain, digits),
    )


def _acquired(row: FormRow) -> str:
    if not row.deals:
        return ""
    return VARIOUS if row.acquired is None else day(row.acquired)


def _totals(rows: Sequence[FormRow], digits: int) -> Cells:
    found = totals_of(rows)
    adjustment = amount(found.adjustment, digits) if any(row.adjustment is not None for row in rows) else ""
    return (
        amount(found.proceeds, digits),
        amount(found.basis, digits),
        "",
        adjustment,
        amount(found.gain, digits),
    )


def day(moment: date) -> str:
    """A date as the form has it.

    >>> from datetime import date
    >>> day(date(2025, 6, 2))
    '06/02/2025'
    """
    return f"{moment:%m/%d/%Y}"


def amount(value: Decimal, digits: int = 2) -> str:
    """Money as the form has it: no sign, a negative amount in parentheses.

    >>> from decimal import Decimal
    >>> amount(Decimal("-1234.5")), amount(Decimal(3), 0)
    ('(1,234.50)', '3')
    """
    text = f"{abs(value):,.{digits}f}"
    return f"({text})" if value < 0 else text
