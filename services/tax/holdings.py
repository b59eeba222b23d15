"""What is held at the end of a day: open lots with the basis and the start of the term known then."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from services.tax.cents import in_dollars
from services.tax.model import OpenLot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.lots import Lot, Piece
    from services.tax.units import Units

Known = tuple[int, int]


def open_lots(lots: Iterable[Lot], units: Units, on: date) -> tuple[OpenLot, ...]:
    """Lots that were open at the end of a day, in the order they were opened."""
    day = on.toordinal()
    groups: dict[tuple[Lot, int], list[Piece]] = defaultdict(list)
    for lot in lots:
        if lot.opening.day <= day:
            for piece in lot.pieces:
                if piece.closing is None or piece.closing.day > day:
                    groups[lot, _known(piece, day)[1]].append(piece)
    found = [_open_lot(lot, pieces, units, on) for (lot, _), pieces in groups.items()]
    return tuple(sorted(found, key=opened))


def opened(lot: OpenLot) -> tuple[date, str, str, str, date]:
    """Where an open lot stands among others."""
    return lot.acquired, lot.symbol, lot.account, lot.lot, lot.holding_start


def _open_lot(lot: Lot, pieces: list[Piece], units: Units, on: date) -> OpenLot:
    first, day = lot.opening.first, on.toordinal()
    end = datetime.combine(on, time.max, UTC)
    basis = sum(_known(piece, day)[0] for piece in pieces)
    return OpenLot(
        lot=lot.key,
        account=first.account,
        symbol=first.symbol,
        quantity=units.quantity(sum(piece.units for piece in pieces), first, end),
        acquired=first.trade_date,
        holding_start=date.fromordinal(_known(pieces[0], day)[1]),
        basis=in_dollars(basis),
        is_short=lot.is_short,
        owner=first.owner,
    )


def _known(piece: Piece, day: int) -> Known:
    """Basis (of a short sale: its proceeds, less losses it carries) and start of the term, on a day."""
    basis, hold = piece.basis, piece.hold
    for changed, before, start in piece.past:
        if changed > day:
            basis, hold = before, start
            break
    if not piece.lot.is_short:
        return basis, hold
    paid = _paid(piece)
    return piece.proceeds - (basis - paid), hold


def _paid(piece: Piece) -> int:
    return piece.past[0][1] if piece.past else piece.basis
