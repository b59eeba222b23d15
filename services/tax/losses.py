"""A loss that asks for a replacement, and until when shares count as held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.lots import NEVER
from services.tax.policy import SameDay

if TYPE_CHECKING:
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


def order_of(piece: Piece) -> tuple[int, int, int]:
    """Where a closed piece stands among all: by its sale, then its purchase, then its number."""
    moment = piece.closing.moment if piece.closing else 0
    return moment, piece.lot.opening.moment, piece.number
