"""What one row is about: pieces that share a sale, a term and a box, and what follows from them."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from services.tax.holding_period import LONG, SHORT, is_long_term
from services.tax.model import TaxClass
from services.tax.policy import ColumnB
from services.tax.replacements import WINDOW

if TYPE_CHECKING:
    from services.tax.legs import Leg
    from services.tax.lots import Piece
    from services.tax.policy import Policy


def realized(piece: Piece, closing: Leg) -> date:
    """The day of column (c): the trade date.

    A loss on a short sale counts when the shares are delivered: where they settle in another year, that day
    (Rev. Rul. 2002-44). Nothing is delivered when a written option is bought back (section 1234(b)).
    """
    last = closing.first
    traded, settled = last.trade_date, last.settlement_date
    is_delivered = piece.is_short and not last.is_option
    if is_delivered and piece.basis > piece.proceeds and settled.year > traded.year:
        return settled
    return traded


def part_of_piece(piece: Piece, sold: date) -> str:
    """The part of the form; a short sale's term is settled before, bought shares count from its start."""
    if piece.is_short:
        return LONG if piece.is_long_term else SHORT
    return LONG if is_long_term(date.fromordinal(piece.hold), sold) else SHORT


class Sale:
    """Pieces of one row: at least one, and all of them closed by one order on one day."""

    def __init__(self, pieces: list[Piece], sold: date, part: str, policy: Policy) -> None:
        closing = pieces[0].closing
        if closing is None:  # pragma: no cover - only closed pieces are grouped
            raise ValueError("What is open has no row.")
        self.pieces, self.sold, self.part, self.closing = pieces, sold, part, closing
        self.lot, self.is_short = pieces[0].lot, pieces[0].is_short
        self._policy = policy
        self.units = self.basis = self.proceeds = self.denied = 0
        for piece in pieces:
            self.units += piece.units
            self.basis += piece.basis
            self.proceeds += piece.proceeds
            self.denied += piece.denied

    @property
    def acquired(self) -> date | None:
        """The day of column (b), of what was delivered for a short sale too; None for several days."""
        if self.lot.is_short:
            return self.closing.first.trade_date
        if self._policy.column_b is ColumnB.ADJUSTED:
            return self.holding_start
        days = {piece.lot.opening.day for piece in self.pieces}
        return self.lot.opening.first.trade_date if len(days) == 1 else None

    @property
    def holding_start(self) -> date:
        """The day from which the term counts; the earliest where pieces differ within one term."""
        if self.lot.is_short:
            return self.closing.first.trade_date
        return date.fromordinal(min(piece.hold for piece in self.pieces))

    @property
    def deals(self) -> tuple[str, ...]:
        """Keys of every execution that opened or closed it, each once."""
        legs = [piece.lot.opening for piece in self.pieces]
        legs += [piece.delivered.opening for piece in self.pieces if piece.delivered]
        legs += [piece.closing for piece in self.pieces if piece.closing]
        return tuple(dict.fromkeys(chain.from_iterable(leg.keys for leg in legs)))

    def is_provisional(self, through: date) -> bool:
        """Whether a loss that is left could still be denied by a purchase that nobody knows of yet."""
        is_washable = self.closing.first.tax_class is TaxClass.F8949_SECURITY and self._policy.computes_washes
        is_open = self.closing.day + WINDOW > through.toordinal()
        return is_washable and is_open and self.basis - self.proceeds > self.denied
