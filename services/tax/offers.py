"""What could replace shares that were lost: the pieces of one order, and which of them still serve."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.legs import Origin
    from services.tax.losses import Loss, Rule
    from services.tax.lots import Piece


class Offer:
    """Pieces that came at one moment: those of equal size first, then the larger, then the smaller.

    `origin` is their order, None where there are several.
    """

    __slots__ = ("_is_sorted", "day", "moment", "origin", "pieces")

    def __init__(self, moment: int, day: int, origin: Origin) -> None:
        self.moment, self.day = moment, day
        self.origin: Origin | None = origin
        self.pieces: list[Piece] = []
        self._is_sorted = False

    def extend(self, origin: Origin, pieces: Iterable[Piece]) -> None:
        """Put the pieces of an order among the others."""
        self.pieces.extend(pieces)
        if origin != self.origin:
            self.origin = None

    def best(self, loss: Loss, rule: Rule) -> Piece | None:
        """The piece that replaces a loss first; what can replace none anymore is dropped on the way."""
        if len(self.pieces) > 1:
            if not self._is_sorted:
                self.pieces.sort(key=_largest_first)
                self._is_sorted = True
            at = bisect_left(self.pieces, (-loss.units, 0), key=_largest_first)
            found = self._from(at, loss, rule)
            if found is not None and found.units == loss.units:
                return found
        return self._from(0, loss, rule)

    def _from(self, at: int, loss: Loss, rule: Rule) -> Piece | None:
        pieces = self.pieces
        while at < len(pieces):
            piece = pieces[at]
            if piece.end <= loss.limit:
                del pieces[at]
            elif rule.serves(piece, loss) and (self.origin or piece.lot.opening.origin != loss.origin):
                return piece
            else:
                at += 1
        return None

    def shrink(self, piece: Piece) -> None:
        """Put a piece that has become smaller where it stands now."""
        if self._is_sorted and piece in self.pieces:
            self.pieces.remove(piece)
            self.add(piece)

    def add(self, piece: Piece) -> None:
        """A piece that was split off and is still there."""
        if self._is_sorted:
            insort(self.pieces, piece, key=_largest_first)
        else:
            self.pieces.append(piece)


def _largest_first(piece: Piece) -> tuple[int, int]:
    return -piece.units, piece.number
