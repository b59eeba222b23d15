"""Pieces that may replace losses of plain deals, by the moment of their purchase."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from services.tax.lots import NEVER
from services.tax.policy import SameDay
from services.tax.replacements import WINDOW

if TYPE_CHECKING:
    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.policy import Policy

SHIFT = 40
MASK = (1 << SHIFT) - 1
SEVERAL = -1
Keys = list[int]


class PlainOffers:
    """Offers of one moment each: numbers of pieces under their units, so that the larger stand first."""

    def __init__(self, deals: PlainDeals, pieces: PlainPieces, policy: Policy) -> None:
        self._deals, self._pieces = deals, pieces
        self._knows_clock = policy.same_day is not SameDay.HELD
        self._excludes = policy.exclude_lots_bought_before_the_shares_sold
        clock = deals.moments if policy.same_day is SameDay.CLOCK else deals.days
        self._ends = [NEVER if deal < 0 else clock[deal] for deal in pieces.closings]
        self._offers: list[Keys] = []
        self._days: list[int] = []
        self._origins: list[int] = []
        self._of: list[int] = []
        self._fill()
        self._next = list(range(len(self._days)))
        self._head = self._at = self._piece = self._limit = self._last = self._origin = 0
        self._rank = {} if self._knows_clock else {piece: at for at, piece in enumerate(self.sold())}

    def _fill(self) -> None:
        moments, days, origins, last = self._deals.moments, self._deals.days, self._deals.origins, -1
        for number, (lot, units) in enumerate(zip(self._pieces.lots, self._pieces.units, strict=True)):
            if moments[lot] != last:
                last = moments[lot]
                self._offers.append([])
                self._days.append(days[lot])
                self._origins.append(origins[lot])
            elif self._origins[-1] != origins[lot]:
                self._origins[-1] = SEVERAL
            self._offers[-1].append(number - (units << SHIFT))
            self._of.append(len(self._offers) - 1)
        for keys in self._offers:
            keys.sort()
        self._days.append(NEVER)
        self._offers.append([0])
        self._origins.append(SEVERAL)

    def sold(self) -> list[int]:
        """Sold pieces in the order of the sales, and of one moment in that of the purchases."""
        closings, lots, moments = self._pieces.closings, self._pieces.lots, self._deals.moments
        found = [piece for piece, deal in enumerate(closings) if deal >= 0]
        if len(self._deals.chains) > 1:
            found.sort(key=lambda piece: (moments[closings[piece]], moments[lots[piece]], piece))
        return found

    def start(self, piece: int, day: int) -> None:
        """Look for what replaces a piece that was sold on a day; days come in their order."""
        while self._days[self._head] < day - WINDOW:
            self._head += 1
        self._piece, self._last = piece, day + WINDOW
        self._origin = self._deals.origins[self._pieces.lots[piece]]
        self._limit = self._ends[piece] if self._knows_clock else day - 1
        self._at = max(self._head, self._of[piece]) if self._excludes else self._head

    def next(self, units: int) -> tuple[Keys, int]:
        """The offer that replaces so many units first, and where in it; a negative place for none."""
        while True:
            at = self._alive(self._at)
            if self._days[at] > self._last:
                self._at = at
                return [], -1
            keys = self._offers[at]
            found = -1 if self._origins[at] == self._origin else self._best(keys, units)
            if found >= 0:
                self._at = at
                return keys, found
            if not keys:
                self._next[at] = at + 1
            self._at = at + 1

    def _alive(self, at: int) -> int:
        following, first = self._next, at
        while following[at] != at:
            at = following[at]
        following[first] = at
        return at

    def _best(self, keys: Keys, units: int) -> int:
        """A piece of equal size, else the largest one."""
        equal = self._serving(keys, bisect_left(keys, -units << SHIFT), units)
        return equal if equal >= 0 else self._serving(keys, 0, 0)

    def _serving(self, keys: Keys, at: int, units: int) -> int:
        """The first that serves, of so many units if these are asked for; what is gone is dropped."""
        while at < len(keys):
            piece = keys[at] & MASK
            if self._ends[piece] <= self._limit:
                del keys[at]
            elif self._serves(piece):
                return at if not units or -(keys[at] >> SHIFT) == units else -1
            else:
                at += 1
        return -1

    def _serves(self, piece: int) -> bool:
        if self._deals.are_apart:
            return True
        origins, closing, own = self._deals.origins, self._pieces.closings[piece], self._piece
        if origins[self._pieces.lots[piece]] == self._origin:
            return False
        if closing < 0:
            return True
        if origins[closing] == origins[self._pieces.closings[own]]:
            return False
        return self._knows_clock or self._rank[piece] > self._rank[own]
