"""Wash sales of plain deals: losses in the order of the sales, each replaced share for share."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

from services.tax.plain_offers import PlainOffers
from services.tax.replacements import WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.policy import Policy

Share = tuple[int, int, int, int, int, "Share | None", int]


class PlainWasher:
    """Walks through what was sold; shares that have replaced a loss are split off their piece.

    A share is the place of its piece, units, basis, proceeds, the day from which its term counts, and if it
    replaced one, the loss and the cents denied. What is left of a piece stands in the lists of pieces.
    `washes` are shares that replaced losses, in the order of the sales.
    """

    __slots__ = ("_bought", "_deals", "_pieces", "parts", "washes")

    def __init__(self, deals: PlainDeals, pieces: PlainPieces) -> None:
        self.washes: list[Share] = []
        self.parts: dict[int, list[Share]] = {}
        self._deals, self._pieces = deals, pieces
        self._bought = [deals.days[lot] for lot in pieces.lots]

    def run(self, policy: Policy) -> None:
        """Wash every loss: one loop without calls where it can be, since there are many."""
        found = PlainOffers(self._deals, self._pieces, policy)
        following, days, owners, offers = found.following, found.days, found.owners, found.keys
        shift, mask, most = found.shift, found.mask, found.most
        serving = found.serving if self._deals.are_apart else found.serving_of_several
        known, bought, parts, add = -1, self._bought, self.parts, self.washes.append
        units, basis, proceeds = self._pieces.units, self._pieces.basis, self._pieces.proceeds
        for share, loss in self._losses(self._pieces.sold(self._deals)):
            piece, left, hold = share[0], share[1], share[4]
            cents = loss
            if piece != known:
                at, day, own = found.start(piece)
                known, last = piece, day + WINDOW
            while left and days[at] <= last:
                if following[at] != at:
                    at = found.alive(at)
                elif owners[at] == own or (place := serving(at, left)) < 0:
                    at += 1
                else:
                    key = (keys := offers[at]).pop(place)
                    other, have = key & mask, most - (key >> shift)
                    paid, got, count = basis[other], proceeds[other], have
                    if left < have:
                        count = left
                        paid = (paid * left + have // 2) // have
                        got = (got * left + have // 2) // have
                        insort(keys, key + (left << shift))
                    units[other] = have - count
                    basis[other] -= paid
                    proceeds[other] -= got
                    denied = cents if count == left else (cents * count + left // 2) // left
                    began = hold - day + bought[other]
                    new = other, count, paid + denied, got, max(1, began), share, denied
                    parts.setdefault(other, []).append(new)
                    add(new)
                    cents -= denied
                    left -= count

    def _losses(self, sold: Iterable[int]) -> Iterator[tuple[Share, int]]:
        """Shares of a loss, those first that carry one already, and the cents."""
        pieces, parts, bought = self._pieces, self.parts, self._bought
        units, basis, proceeds = pieces.units, pieces.basis, pieces.proceeds
        for piece in sold:
            for share in parts.get(piece, ()):
                if share[2] > share[3]:
                    yield share, share[2] - share[3]
            paid, got = basis[piece], proceeds[piece]
            if paid > got:
                yield (piece, units[piece], paid, got, bought[piece], None, 0), paid - got
