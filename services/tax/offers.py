"""What could replace shares that were lost: the pieces of one order, and which of them still serve."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.policy import SameDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.legs import Leg, Origin
    from services.tax.lots import Piece


@dataclass(slots=True, eq=False)
class Loss:
    """What asks for a replacement: the units not replaced yet, and when and by which order they went.

    `day` is the middle of the sixty-one days, `closing` what took the shares, `origin` the order that
    opened them. Lots older than `not_before` are passed over.
    """

    piece: Piece
    units: int
    closing: Leg
    day: int
    origin: Origin
    not_before: int = 0


class Offer:
    """Pieces of one order at one moment: those of equal size first, then the larger, then the smaller."""

    __slots__ = ("_pieces", "_sorted", "day", "moment", "origin")

    def __init__(self, moment: int, day: int, origin: Origin, pieces: Iterable[Piece]) -> None:
        self.moment, self.day, self.origin = moment, day, origin
        self._pieces = list(pieces)
        self._sorted = len(self._pieces) <= 1

    @property
    def is_empty(self) -> bool:
        """Whether all of it is gone."""
        return not self._pieces

    def best(self, loss: Loss, rule: Rule) -> Piece | None:
        """The piece that replaces a loss first; what can replace none anymore is dropped on the way."""
        if not self._sorted:
            self._pieces.sort(key=_largest_first)
            self._sorted = True
        if len(self._pieces) > 1:
            at = bisect_left(self._pieces, (-loss.units, 0), key=_largest_first)
            found = self._from(at, loss, rule)
            if found is not None and found.units == loss.units:
                return found
        return self._from(0, loss, rule)

    def _from(self, at: int, loss: Loss, rule: Rule) -> Piece | None:
        pieces = self._pieces
        while at < len(pieces):
            if rule.is_gone(pieces[at], loss):
                del pieces[at]
            elif rule.serves(pieces[at], loss):
                return pieces[at]
            else:
                at += 1
        return None

    def shrink(self, piece: Piece) -> None:
        """Put a piece that has become smaller where it stands now."""
        if self._sorted and len(self._pieces) > 1 and piece in self._pieces:
            self._pieces.remove(piece)
            self.add(piece)

    def add(self, piece: Piece) -> None:
        """A piece that was split off and is still there."""
        insort(self._pieces, piece, key=_largest_first)


def _largest_first(piece: Piece) -> tuple[int, int]:
    return -piece.units, piece.number


class Rule:
    """Which shares still count as held after a loss, by the policy for one day."""

    def __init__(self, same_day: SameDay) -> None:
        self._same_day = same_day

    def is_gone(self, piece: Piece, loss: Loss) -> bool:
        """Whether a piece can replace neither this loss nor any later one."""
        if piece.is_used:
            return True
        closing = piece.closing
        if closing is None:
            return False
        if self._same_day is SameDay.CLOCK:
            return closing.moment <= loss.closing.moment
        if self._same_day is SameDay.SOLD:
            return closing.day <= loss.closing.day
        return closing.day < loss.closing.day

    def serves(self, piece: Piece, loss: Loss) -> bool:
        """Whether a piece that is there was not sold with the loss or before it."""
        closing = piece.closing
        if closing is None:
            return True
        if closing.origin == loss.closing.origin:
            return False
        return self._same_day is not SameDay.HELD or order_of(piece) > order_of(loss.piece)


def order_of(piece: Piece) -> tuple[int, int, int]:
    """Where a closed piece stands among all: by its sale, then its purchase, then its number."""
    moment = piece.closing.moment if piece.closing else 0
    return moment, piece.lot.opening.moment, piece.number
