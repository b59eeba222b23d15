"""What could replace shares that were lost: the pieces of one order, and which of them still serve."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.lots import NEVER
from services.tax.policy import SameDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.legs import Leg, Origin
    from services.tax.lots import Piece


@dataclass(slots=True, eq=False)
class Loss:
    """What asks for a replacement: the units not replaced yet, and when and by which order they went.

    `day` is the middle of the sixty-one days, `closing` what took the shares, `origin` the order that opened
    them. Pieces that end at `limit` or before serve no more; lots older than `not_before` are passed over.
    """

    piece: Piece
    units: int
    closing: Leg
    day: int
    origin: Origin
    limit: int
    not_before: int = 0


class Rule:
    """Until when shares count as held, by the policy for one day."""

    def __init__(self, same_day: SameDay) -> None:
        self.knows_clock = same_day is not SameDay.HELD
        self._is_exact = same_day is SameDay.CLOCK

    def end_of(self, closing: Leg | None) -> int:
        """The moment (or the day) at which shares are gone."""
        if closing is None:
            return NEVER
        return closing.moment if self._is_exact else closing.day

    def limit(self, closing: Leg) -> int:
        """The last end that is too early for a loss, and so for every later one."""
        return self.end_of(closing) if self.knows_clock else closing.day - 1

    def serves(self, piece: Piece, loss: Loss) -> bool:
        """Whether a piece was not sold with the loss and, without a clock, has its turn after it."""
        closing = piece.closing
        if closing is None:
            return True
        if closing.first.order == loss.closing.first.order and closing.is_same_order(loss.closing):
            return False
        return self.knows_clock or order_of(piece) > order_of(loss.piece)


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


def order_of(piece: Piece) -> tuple[int, int, int]:
    """Where a closed piece stands among all: by its sale, then its purchase, then its number."""
    moment = piece.closing.moment if piece.closing else 0
    return moment, piece.lot.opening.moment, piece.number
