"""Terms of short sales (section 1233): what was held on the day of the short sale, and what starts anew."""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import TYPE_CHECKING

from services.tax.holding_period import is_long_term
from services.tax.model import Owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.tax.lots import Lot, Piece


class Held:
    """Bought shares of one identity, of the taxpayer and the spouse, as time goes by."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        known = (lot for lot in lots if lot.opening.first.owner is not Owner.RETIREMENT)
        self._waiting = deque(sorted(known, key=lambda lot: lot.opening.moment))
        self._open: list[Lot] = []
        self._old: dict[Lot, int] = {}

    def begin(self, short: Lot) -> None:
        """Remember how many identical shares had been held for more than a year when a short sale began."""
        day = short.opening.day
        old = sum(piece.units for piece in self._at(short.opening.moment) if _is_old(piece, day))
        self._old[short] = min(old, short.total)

    def close(self, piece: Piece) -> list[tuple[Piece, Piece]]:
        """Settle the term of a closed short sale; answers held pieces and their parts that start anew.

        A loss is long-term as far as identical shares were held for more than a year at the short sale. As
        many shares as were closed, of those held for less or bought since, start anew with the closing.
        """
        short = piece.delivered or piece.lot
        if piece.delivered is not None:
            piece.is_long_term = _is_old(piece, short.opening.day)
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
        for held in self._at(closing.moment):
            if not left:
                return
            is_later = held.lot.opening.moment > short.opening.moment
            if is_later or not _is_old(held, short.opening.day):
                part = held.split(min(left, held.units))
                part.change(closing.day, 0, closing.day)
                left -= part.units
                yield held, part

    def _at(self, moment: int) -> Iterator[Piece]:
        """Pieces that are open at a moment, the oldest first; lots that are gone are not looked at again."""
        while self._waiting and self._waiting[0].opening.moment <= moment:
            self._open.append(self._waiting.popleft())
        gone = 0
        for lot in self._open:
            pieces = [piece for piece in lot.pieces if _is_open(piece, moment)]
            gone += not pieces
            yield from pieces
        if gone:
            self._open = [lot for lot in self._open if any(_is_open(piece, moment) for piece in lot.pieces)]


def _is_open(piece: Piece, moment: int) -> bool:
    return piece.closing is None or piece.closing.moment > moment


def _is_old(piece: Piece, day: int) -> bool:
    return is_long_term(date.fromordinal(piece.hold), date.fromordinal(day))
