"""Schedule D: the lines that Form 8949 fills, the net of each term, and what of a loss counts this year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from services.tax.holding_period import LONG, SHORT
from services.tax.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.model import FormRow

LINES = {"1b": "AG", "2": "BH", "3": "CI", "8b": "DJ", "9": "EK", "10": "FL"}
LOSS_LIMIT = Decimal(3000)
LOSS_LIMIT_SEPARATELY = Decimal(1500)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of columns (d), (e), (g) and (h)."""

    proceeds: Decimal = ZERO
    basis: Decimal = ZERO
    adjustment: Decimal = ZERO

    @property
    def gain(self) -> Decimal:
        """Column (h)."""
        return self.proceeds - self.basis + self.adjustment


@dataclass(frozen=True, slots=True)
class ScheduleD:
    """Totals by line, of both terms, and of the form; lines without a row are not there."""

    lines: tuple[tuple[str, Totals], ...]
    short_term: Totals
    long_term: Totals

    @property
    def net(self) -> Decimal:
        """Line 16, as far as Form 8949 fills it: carried-over losses and other forms are not in it."""
        return self.short_term.gain + self.long_term.gain

    def allowed_loss(self, *, separately: bool = False) -> Decimal:
        """Line 21: the loss that counts against other income, as a positive number; nothing for a gain."""
        most = LOSS_LIMIT_SEPARATELY if separately else LOSS_LIMIT
        return min(most, max(ZERO, -self.net))


def totals_of(rows: Iterable[FormRow]) -> Totals:
    """Sums of what rows print."""
    proceeds, basis, adjustment = ZERO, ZERO, ZERO
    for row in rows:
        proceeds, basis = proceeds + row.proceeds, basis + row.basis
        adjustment += row.adjustment or ZERO
    return Totals(proceeds, basis, adjustment)


def by_box(rows: Iterable[FormRow]) -> dict[str, Totals]:
    """Totals of each box that has rows, by its letter."""
    boxes: dict[str, list[FormRow]] = {}
    for row in rows:
        boxes.setdefault(row.box, []).append(row)
    return {box: totals_of(boxes[box]) for box in sorted(boxes)}


def schedule_d(rows: Iterable[FormRow]) -> ScheduleD:
    """The lines that rows of one year fill; pass rows as they are printed, rounded or not."""
    known = tuple(rows)
    of_line = ((line, [row for row in known if row.box in boxes]) for line, boxes in LINES.items())
    lines = tuple((line, totals_of(found)) for line, found in of_line if found)
    terms = {part: totals_of(row for row in known if row.part == part) for part in (SHORT, LONG)}
    return ScheduleD(lines, terms[SHORT], terms[LONG])
