"""Lots, pieces and washes out of the numbers of a plain history."""

from __future__ import annotations

from collections import defaultdict
from itertools import starmap
from typing import TYPE_CHECKING

from services.tax.lots import USED, Lot, Piece
from services.tax.plain_relief import BASIS, CLOSING, LOT, OPEN, PROCEEDS, UNITS
from services.tax.plain_washes import DENIED, HOLD, LOSS, PIECE
from services.tax.wash_sales import Wash

if TYPE_CHECKING:
    from services.tax.legs import Leg
    from services.tax.plain_deals import Numbers, PlainDeals


class PlainObjects:
    """Every deal as one leg, every purchase as a lot, and every share of a fate of its own as a piece."""

    def __init__(self, deals: PlainDeals, pieces: Numbers, shares: Numbers) -> None:
        self._deals = deals
        self._legs: dict[int, Leg] = {}
        self._lots: dict[int, Lot] = {}
        self._known: dict[int, Piece] = {}  # by row of a share, or -1 - place of a piece
        rows, of_piece = shares.tolist(), defaultdict[int, list[int]](list)
        for row, share in enumerate(rows):
            of_piece[share[PIECE]].append(row)
        for at, piece in enumerate(pieces.tolist()):
            closing = piece[CLOSING]
            lot, leg = self._lot(piece[LOT]), None if closing == OPEN else self._leg(closing)
            if piece[UNITS]:
                self._known[-1 - at] = _piece(lot, leg, piece, lot.opening.day)
            for row in of_piece[at]:
                share = rows[row]
                self._known[row] = _piece(lot, leg, share, share[HOLD], share[DENIED])
        self.lots = tuple(self._lots.values())
        self.washes = tuple(starmap(self._wash, enumerate(rows)))

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
            lot.total = int(self._deals.units[at])
        return lot

    def _wash(self, row: int, share: list[int]) -> Wash:
        loss, denied = share[LOSS], share[DENIED]
        part, lost = self._known[row], self._known[loss]
        closing = lost.closing
        if closing is None:  # pragma: no cover - only what was sold is lost
            raise ValueError("What is open has no loss.")
        lost.denied += denied
        part.past = ((closing.day, part.basis - denied, part.lot.opening.day),)
        part.end = USED
        return Wash(lost, closing, part, part.units, denied)


def _piece(lot: Lot, closing: Leg | None, money: list[int], hold: int, denied: int = 0) -> Piece:
    units, basis, proceeds = money[UNITS], money[BASIS], money[PROCEEDS]
    piece = Piece(lot, units, basis, proceeds, closing, hold)
    lot.pieces.append(piece)
    if closing is None:
        lot.units += units
        lot.cents += basis - denied
    return piece
