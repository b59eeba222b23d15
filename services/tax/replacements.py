"""Shares that could replace those lost, found by their day of purchase; what is gone is dropped."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.tax.lots import Piece
    from services.tax.offers import Loss, Offer, Rule

WINDOW = 30


class Index:
    """Offers in the order of their moments; empty moments are skipped in almost no time."""

    def __init__(self, offers: Iterable[Offer]) -> None:
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

    def first(self, loss: Loss, rule: Rule) -> Piece | None:
        """The earliest acquisition within thirty days that replaces a loss."""
        for offers in self._around(loss.day):
            found = _choose(offers, loss, rule)
            if found is not None:
                return found
        return None

    def _around(self, day: int) -> Iterator[list[Offer]]:
        """Moments within the window that are not empty; a moment that was emptied is unlinked."""
        at = self._alive(bisect_left(self._days, day - WINDOW))
        while at < len(self._days) and self._days[at] <= day + WINDOW:
            yield self._moments[at]
            self._moments[at] = offers = [item for item in self._moments[at] if not item.is_empty]
            if not offers:
                self._next[at] = at + 1
            at = self._alive(at + 1)

    def _alive(self, at: int) -> int:
        """The first moment from *at* on that is not empty; the way is shortened for the next one."""
        following = self._next
        while following[at] != at:
            following[at] = following[following[at]]
            at = following[at]
        return at


def _choose(offers: list[Offer], loss: Loss, rule: Rule) -> Piece | None:
    found: Piece | None = None
    for offer in offers:
        if offer.origin == loss.origin or offer.moment < loss.not_before:
            continue
        piece = offer.best(loss, rule)
        if piece is not None and (found is None or _rank(piece, loss) < _rank(found, loss)):
            found = piece
    return found


def _rank(piece: Piece, loss: Loss) -> tuple[bool, int, int]:
    return piece.units != loss.units, -piece.units, piece.number
