"""Pieces that may replace losses of plain deals, by the moment of their purchase."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from services.tax.lots import NEVER
from services.tax.policy import SameDay
from services.tax.replacements import WINDOW

if TYPE_CHECKING:
    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.policy import Policy


class PlainOffers:
    """Offers of one moment each: lists of keys, in which larger pieces stand first, then earlier ones.

    A key is `most` less the units, shifted, and the place of the piece under `mask`. `owners` are the orders
    of offers, `following` leads past those that are empty.
    """

    def __init__(self, deals: PlainDeals, pieces: PlainPieces, policy: Policy) -> None:
        self._deals, self._pieces = deals, pieces
        self._knows_clock = policy.same_day is not SameDay.HELD
        self._excludes = policy.exclude_lots_bought_before_the_shares_sold
        clock = deals.moments if policy.same_day is SameDay.CLOCK else deals.days
        self._ends = [NEVER if deal < 0 else clock[deal] for deal in pieces.closings]
        self.shift, self.most = len(pieces.lots).bit_length(), max(pieces.units)
        self.mask = (1 << self.shift) - 1
        self._begins = begins = pieces.begins(deals)
        self.days = [*(deals.days[pieces.lots[at]] for at in begins[:-1]), NEVER]
        every = [(self.most - units << self.shift) + at for at, units in enumerate(pieces.units)]
        self.keys = [every[one:two] for one, two in pairwise(begins)]
        for keys in self.keys:
            keys.sort()
        self.owners = [deals.origins[pieces.lots[at]] for at in begins[:-1]]
        if not deals.are_apart:
            self.owners = [deals.owner(pieces.lots[one:two]) for one, two in pairwise(begins)]
        self.following = list(range(len(self.days)))
        self._head = self._piece = self._limit = self._own = 0
        self._rank = {} if self._knows_clock else {piece: at for at, piece in enumerate(pieces.sold(deals))}

    def start(self, piece: int) -> tuple[int, int, int]:
        """Where to look for what replaces a piece: the first offer, the day, and its own order."""
        day, days = self._deals.days[self._pieces.closings[piece]], self.days
        while days[self._head] < day - WINDOW:
            self._head += 1
        self._piece, self._own = piece, self._deals.origins[self._pieces.lots[piece]]
        self._limit = self._ends[piece] if self._knows_clock else day - 1
        if self._excludes:
            return max(self._head, bisect_right(self._begins, piece) - 1), day, self._own
        return self._head, day, self._own

    def alive(self, at: int) -> int:
        """The first offer from *at* on that is not empty; the way is shortened for the next one."""
        following, first = self.following, at
        while following[at] != at:
            at = following[at]
        following[first] = at
        return at

    def serving(self, at: int, units: int) -> int:
        """Where in an offer a piece of equal size stands, else the largest; negative where none serves."""
        keys, ends, mask, limit = self.keys[at], self._ends, self.mask, self._limit
        if len(keys) > 1:
            wanted = self.most - units
            place = bisect_left(keys, wanted << self.shift)
            while place < len(keys) and ends[keys[place] & mask] <= limit:
                del keys[place]
            if place < len(keys) and keys[place] >> self.shift == wanted:
                return place
        while keys and ends[keys[0] & mask] <= limit:
            del keys[0]
        if keys:
            return 0
        self.following[at] = at + 1
        return -1

    def serving_of_several(self, at: int, units: int) -> int:
        """The same where a moment has several lots, or an order several deals."""
        keys, wanted = self.keys[at], self.most - units
        found = self._from(keys, bisect_left(keys, wanted << self.shift))
        if found >= 0 and keys[found] >> self.shift == wanted:
            return found
        if not keys:
            self.following[at] = at + 1
        return self._from(keys, 0)

    def _from(self, keys: list[int], at: int) -> int:
        """The first that serves; what is gone is dropped."""
        ends, limit, mask = self._ends, self._limit, self.mask
        while at < len(keys):
            piece = keys[at] & mask
            if ends[piece] <= limit:
                del keys[at]
            elif self._serves(piece):
                return at
            else:
                at += 1
        return -1

    def _serves(self, piece: int) -> bool:
        """Whether a piece comes and goes by other orders, and where no clock is known, has a later turn."""
        origins, closing, own = self._deals.origins, self._pieces.closings[piece], self._piece
        if origins[self._pieces.lots[piece]] == self._own:
            return False
        if closing < 0:
            return True
        if origins[closing] == origins[self._pieces.closings[own]]:
            return False
        return self._knows_clock or self._rank[piece] > self._rank[own]
