"""Lots, pieces and washes out of the numbers of a plain history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.lots import USED, Lot, Piece
from services.tax.wash_sales import Wash

if TYPE_CHECKING:
    from services.tax.legs import Leg
    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.plain_washes import PlainWasher, Share


class PlainObjects:
    """Every deal as one leg, every purchase as a lot, and every share of a fate of its own as a piece."""

    def __init__(self, deals: PlainDeals, pieces: PlainPieces, found: PlainWasher) -> None:
        self._deals = deals
        self._legs: dict[int, Leg] = {}
        self._lots: dict[int, Lot] = {}
        self._parts: dict[int, Piece] = {}
        self._rests: dict[int, Piece] = {}
        for at, (lot, closing) in enumerate(zip(pieces.lots, pieces.closings, strict=True)):
            units, basis, proceeds = pieces.units[at], pieces.basis[at], pieces.proceeds[at]
            known, leg = self._lot(lot), None if closing < 0 else self._leg(closing)
            if units:
                rest = at, units, basis, proceeds, deals.days[lot], None, 0
                self._rests[at] = self._piece(rest, known, leg)
            for share in found.parts.get(at, ()):
                self._parts[id(share)] = self._piece(share, known, leg)
        self.lots = tuple(self._lots.values())
        self.washes = tuple(map(self._wash, found.washes))

    def _leg(self, at: int) -> Leg:
        leg = self._legs.get(at)
        if leg is None:
            leg = self._legs[at] = self._deals.leg(at)
        return leg

    def _lot(self, at: int) -> Lot:
        lot = self._lots.get(at)
        if lot is None:
            opening = self._leg(at)
            lot = self._lots[at] = Lot(opening, 0, 0, is_short=False, wallet=opening.first.wallet)
            lot.total = self._deals.units[at]
        return lot

    def _piece(self, share: Share, lot: Lot, closing: Leg | None) -> Piece:
        _, units, basis, proceeds, hold, _, denied = share
        piece = Piece(lot, units, basis, proceeds, closing, hold)
        lot.pieces.append(piece)
        if closing is None:
            lot.units += units
            lot.cents += basis - denied
        return piece

    def _wash(self, share: Share) -> Wash:
        part, loss, denied = self._parts[id(share)], share[5], share[6]
        lost = None if loss is None else self._parts.get(id(loss)) or self._rests[loss[0]]
        if lost is None or lost.closing is None:  # pragma: no cover - only what was sold is lost
            raise ValueError("What is open has no loss.")
        closing = lost.closing
        lost.denied += denied
        part.past = ((closing.day, part.basis - denied, part.lot.opening.day),)
        part.end = USED
        return Wash(lost, closing, part, part.units, denied)
