"""Shares that could replace those lost, found by their day of purchase; what is gone is dropped."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.losses import Loss, Rule
    from services.tax.lots import Piece
    from services.tax.offers import Offer

WINDOW = 30


class Index:
    """Offers in the order of their moments; empty moments are skipped in almost no time."""

    def __init__(self, offers: Iterable[Offer], rule: Rule) -> None:
        self._rule = rule
        self._moments: list[list[Offer]] = []
        self._days: list[int] = []
        last = (0, 0)
        for offer in sorted(offers, key=lambda item: (item.day, item.moment)):
            if (offer.day, offer.moment) != last:
                last = offer.day, offer.moment
                self._moments.append([])
                self._days.append(offer.day)
            self._moments[-1].append(offer)
        self._next = list(range(len(self._moments) + 1))

    def first(self, loss: Loss) -> Piece | None:
        """The earliest acquisition within thirty days that replaces a loss."""
        days, following, last = self._days, self._next, loss.day + WINDOW
        at = bisect_left(days, loss.day - WINDOW)
        while True:
            if following[at] != at:
                at = self._alive(at)
            if at >= len(days) or days[at] > last:
                return None
            found = self._choose(self._moments[at], loss)
            if found is not None:
                return found
            self._unlink(at)
            at += 1

    def _unlink(self, at: int) -> None:
        """Forget offers that are empty, and a moment that has none left."""
        offers = self._moments[at]
        if all(offer.pieces for offer in offers):
            return
        self._moments[at] = [offer for offer in offers if offer.pieces]
        if not self._moments[at]:
            self._next[at] = at + 1

    def _alive(self, at: int) -> int:
        """The first moment from *at* on that is not empty; the way is shortened for the next one."""
        following = self._next
        while following[at] != at:
            following[at] = following[following[at]]
            at = following[at]
        return at

    def _choose(self, offers: list[Offer], loss: Loss) -> Piece | None:
        found: Piece | None = None
        for offer in offers:
            if offer.origin == loss.origin or offer.moment < loss.not_before:
                continue
            piece = offer.best(loss, self._rule)
            if found is None or (piece is not None and _rank(piece, loss) < _rank(found, loss)):
                found = piece
        return found


def _rank(piece: Piece, loss: Loss) -> tuple[bool, int, int]:
    return piece.units != loss.units, -piece.units, piece.number
