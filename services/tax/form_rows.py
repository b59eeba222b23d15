"""Rows of Form 8949 out of closed pieces: one for each lot, sale order, term and box, to the cent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.tax.boxes import box_of
from services.tax.cents import in_dollars
from services.tax.model import FormRow
from services.tax.policy import ColumnB
from services.tax.row_notes import description, expired, note
from services.tax.sales import Sale, part_of_piece, realized

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from services.tax.legs import Leg, Origin
    from services.tax.lots import Piece
    from services.tax.policy import Policy
    from services.tax.units import Units

Key = tuple["date", str, "Origin", str, object, bool, int]


def form_rows(pieces: Iterable[Piece], policy: Policy, units: Units, through: date) -> tuple[FormRow, ...]:
    """Rows of closed pieces, in the order they are printed."""
    groups: dict[Key, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.closing is not None:
            groups[_key(piece, piece.closing, policy)].append(piece)
    sales = [
        Sale(part, sold, term, policy)
        for (sold, term, *_), group in groups.items()
        for part in _losses_apart(group)
    ]
    return tuple(sorted((_row(sale, units, through) for sale in sales), key=printed))


def _key(piece: Piece, closing: Leg, policy: Policy) -> Key:
    """What pieces of one row have in common: day and term, sale, lot, and where (b) shows it, the hold."""
    sold = realized(piece, closing)
    lot = None if policy.one_row_per_sale else (piece.lot.key, piece.delivered and piece.delivered.key)
    hold = piece.hold if policy.column_b is ColumnB.ADJUSTED else 0
    return sold, part_of_piece(piece, sold), closing.origin, closing.first.symbol, lot, piece.is_short, hold


def _losses_apart(group: list[Piece]) -> list[list[Piece]]:
    """A denied loss never shares its row with a gain, so that (g) is at most the loss of the row."""
    if len(group) == 1 or not any(piece.denied for piece in group):
        return [group]
    losses = [piece for piece in group if piece.basis > piece.proceeds]
    gains = [piece for piece in group if piece.basis <= piece.proceeds]
    return [losses, gains] if gains else [losses]


def _row(sale: Sale, units: Units, through: date) -> FormRow:
    first, opening = sale.closing.first, sale.lot.opening.first
    box, reason = box_of(first.tax_class, sale.sold.year, sale.part, broker_reports=first.broker_reports)
    bought, sold = (first, opening) if sale.lot.is_short else (opening, first)
    quantity = units.quantity(sale.units, opening, first.time)
    return FormRow(
        part=sale.part,
        box=box,
        box_reason=reason,
        description=description(first, quantity),
        symbol=first.symbol,
        quantity=quantity,
        acquired=sale.acquired,
        sold=sale.sold,
        proceeds=in_dollars(sale.proceeds),
        basis=in_dollars(sale.basis),
        codes="W" if sale.denied else "",
        adjustment=in_dollars(sale.denied) if sale.denied else None,
        holding_start=sale.holding_start,
        account=first.account,
        tax_class=first.tax_class,
        lots=tuple(dict.fromkeys(piece.lot.key for piece in sale.pieces)),
        deals=sale.deals,
        currency=first.currency,
        rate_acquired=bought.rate,
        rate_sold=sold.rate,
        expired=expired(sale),
        is_short=sale.is_short,
        is_provisional=sale.is_provisional(through),
        needs_review=note(sale),
    )


def printed(row: FormRow) -> tuple[str, str, date, bool, date, str, str, str, tuple[str, ...]]:
    """Where a row stands: by part, box, and the days of sale and purchase (several days last)."""
    acquired = row.acquired or row.sold
    known = row.part, row.box, row.sold, row.acquired is None, acquired
    return *known, row.symbol, row.account, row.codes, row.deals
