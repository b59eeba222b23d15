"""Terms of short sales (section 1233): what was held on the day of the short sale, and what starts anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.held import is_old

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.tax.held import Held
    from services.tax.lots import Lot, Piece


class ShortTerms:
    """Short sales of one identity, and what was held when each of them began."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._old: dict[Lot, int] = {}

    def begin(self, short: Lot) -> None:
        """Remember how many identical shares had been held for more than a year when a short sale began."""
        opening = short.opening
        self._old[short] = self._held.old_units(opening.moment, opening.day, short.total)

    def close(self, piece: Piece) -> list[tuple[Piece, Piece]]:
        """Settle the term of a closed short sale; answers held pieces and their parts that start anew.

        A loss is long-term as far as identical shares were held for more than a year at the short sale. As
        many shares as were closed, of those held for less or bought since, start anew with the closing.
        """
        short = piece.delivered or piece.lot
        if piece.delivered is not None:
            piece.is_long_term = is_old(piece, short.opening.day)
        elif piece.basis > piece.proceeds and self._old.get(short):
            part = piece.split(min(piece.units, self._old[short]))
            part.is_long_term = True
            self._old[short] -= part.units
        return list(self._restarted(piece, short))

    def _restarted(self, piece: Piece, short: Lot) -> Iterator[tuple[Piece, Piece]]:
        closing, left = piece.closing, piece.units
        is_young_delivery = piece.delivered is not None and not piece.is_long_term
        if closing is None or is_young_delivery:
            return
        for held in self._held.open_pieces(closing.moment):
            is_later = held.lot.opening.moment > short.opening.moment
            if is_later or not is_old(held, short.opening.day):
                part = held.split(min(left, held.units))
                part.change(closing.day, 0, closing.day)
                self._held.note(part)
                left -= part.units
                yield held, part
            if not left:
                return
