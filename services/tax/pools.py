"""Which lots a deal closes and what it opens: one pool for each account (and wallet) and symbol."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.tax.cents import cut
from services.tax.lots import Lot, Piece
from services.tax.model import Effect, Event, LotMethod
from services.tax.shelves import Shelf

if TYPE_CHECKING:
    from services.tax.legs import Leg
    from services.tax.policy import Policy

CLOSING = (Event.EXPIRATION, Event.EXERCISE, Event.ASSIGNMENT)
DELIVERY, OPEN, CLOSE, FIFO = Event.DELIVERY, Effect.OPEN, Effect.CLOSE, LotMethod.FIFO


class Pool:
    """Long and short lots of a symbol in one account; what it has closed stays with the lots."""

    def __init__(self, policy: Policy, net: Counter[str] | None = None) -> None:
        self.bought, self.owed = Shelf(), Shelf()
        self.lots: list[Lot] = []
        self.unmatched: list[Leg] = []
        self._policy = policy
        self._is_first_in_first_out = not policy.instructions
        self.net: Counter[str] = Counter() if net is None else net

    def take(self, leg: Leg) -> None:
        """Let a leg close what it closes and open what is left of it."""
        first = leg.first
        if first.event is DELIVERY:
            self._deliver(leg)
            return
        shelf = self.owed if leg.is_buy else self.bought
        if first.is_option and first.event in CLOSING and not shelf.units:
            leg.turn()
            shelf = self.owed if leg.is_buy else self.bought
        closing = self._closing(leg, shelf)
        if first.position:
            self.net[first.position] += leg.units if leg.is_buy else -leg.units
        self._close(leg, closing, shelf)
        if not leg.units:
            return
        if first.effect is CLOSE or (first.is_option and first.event in CLOSING):
            self.unmatched.append(leg)
            return
        self.open(Lot(leg, leg.units, leg.cents, not leg.is_buy, first.wallet))

    def open(self, lot: Lot) -> None:
        """Put an opened lot on its shelf."""
        self.lots.append(lot)
        (self.owed if lot.is_short else self.bought).add(lot)

    def finish(self) -> list[Lot]:
        """Every lot, with what is still open as a piece of it."""
        for lot in self.lots:
            if lot.units:
                basis, proceeds = (0, lot.cents) if lot.is_short else (lot.cents, 0)
                lot.pieces.append(Piece(lot, lot.units, basis, proceeds, None, lot.opening.day))
        return self.lots

    def _closing(self, leg: Leg, shelf: Shelf) -> int:
        """How many units of a leg close: by its word, its position's side, or what the account has open."""
        first = leg.first
        if first.effect is OPEN:
            return 0
        most = min(leg.units, shelf.units)
        if not first.position or first.event in CLOSING:
            return most
        net = self.net[first.position]
        is_against = net < 0 if leg.is_buy else net > 0
        return min(most, abs(net)) if is_against else 0

    def _close(self, leg: Leg, units: int, shelf: Shelf) -> None:
        method, position = self._method(leg), leg.first.position
        shelf.units -= units
        while units:
            lot = shelf.next(method, position)
            count = min(units, lot.units)
            gained = cut(leg.cents, count, leg.units)
            leg.units -= count
            leg.cents -= gained
            held = lot.take(count)
            basis, proceeds = (gained, held) if lot.is_short else (held, gained)
            lot.pieces.append(Piece(lot, count, basis, proceeds, leg, lot.opening.day))
            units -= count

    def _deliver(self, leg: Leg) -> None:
        """Hand over held shares for what is owed: a lot of each side at a time, and no money."""
        method, position = self._method(leg), leg.first.position
        units = min(leg.units, self.bought.units, self.owed.units)
        self.bought.units -= units
        self.owed.units -= units
        leg.units -= units
        while units:
            lot, owed = self.bought.next(method, ""), self.owed.next(LotMethod.SPECIFIC, position)
            count = min(units, lot.units, owed.units)
            piece = Piece(lot, count, lot.take(count), owed.take(count), leg, lot.opening.day)
            piece.delivered = owed
            lot.pieces.append(piece)
            self.net[lot.opening.first.position] -= count
            self.net[owed.opening.first.position] += count
            units -= count
        if leg.units:
            self.unmatched.append(leg)

    def _method(self, leg: Leg) -> LotMethod:
        if self._is_first_in_first_out:
            return FIFO
        return self._policy.method(leg.first.account, leg.first.trade_date)
