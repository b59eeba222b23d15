"""A row beside the 1099 of a broker: what it reported stays, and the row corrects it by codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.tax.boxes import LONG_TERM_OF, REASONS
from services.tax.holding_period import LONG
from services.tax.model import ZERO

if TYPE_CHECKING:
    from decimal import Decimal

    from services.tax.model import FormRow

BASIS_REPORTED = frozenset("ADGJ")
SHORT_TERM_OF = {long_term: short_term for short_term, long_term in LONG_TERM_OF.items()}


@dataclass(frozen=True, slots=True)
class Reported:
    """What the 1099 says of a sale: the letter of its box, and where it says them basis and proceeds."""

    box: str
    basis: Decimal | None = None
    proceeds: Decimal | None = None


def corrected(row: FormRow, reported: Reported) -> FormRow:
    """The row as it is filed beside a 1099.

    Proceeds are the broker's; what the row had less than these are selling expenses (E), what it had more is
    another adjustment (O). A reported basis stays in (e) and is corrected in (g); one that was not reported
    is printed as it truly is, with code B and nothing in (g). A wrong term is code T, and the row stands in
    its own part.
    """
    codes, adjustment = set(row.codes), row.adjustment or ZERO
    short_term = SHORT_TERM_OF.get(reported.box, reported.box)
    box = LONG_TERM_OF[short_term] if row.part == LONG else short_term
    if box != reported.box:
        codes.add("T")
    proceeds = row.proceeds if reported.proceeds is None else reported.proceeds
    if proceeds != row.proceeds:
        codes.add("E" if proceeds > row.proceeds else "O")
        adjustment += row.proceeds - proceeds
    basis = row.basis
    if reported.basis is not None and reported.basis != row.basis:
        codes.add("B")
        if reported.box in BASIS_REPORTED:
            adjustment += reported.basis - row.basis
            basis = reported.basis
    return replace(
        row,
        box=box,
        box_reason=REASONS[short_term],
        proceeds=proceeds,
        basis=basis,
        codes="".join(sorted(codes)),
        adjustment=adjustment if codes else None,
    )
