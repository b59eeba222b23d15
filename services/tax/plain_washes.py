"""Wash sales of plain deals: losses in the order of the sales, each replaced share for share."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.tax.plain_offers import MASK, SHIFT, PlainOffers

if TYPE_CHECKING:
    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.policy import Policy

Share = tuple[int, int, int, int, int]
PlainWash = tuple[Share, Share, int]


@dataclass(slots=True)
class PlainWashes:
    """Washes (loss, replacement, cents denied) in the order of the sales, and what they split off pieces.

    A share is the place of its piece, units, basis, proceeds and the day from which its term counts. What
    is left of a piece stands in the lists of pieces.
    """

    washes: list[PlainWash] = field(default_factory=list)
    parts: dict[int, list[Share]] = field(default_factory=dict)


def wash_plain(deals: PlainDeals, pieces: PlainPieces, policy: Policy) -> PlainWashes:
    """Every wash sale; *pieces* are changed by them."""
    found, offers = PlainWashes(), PlainOffers(deals, pieces, policy)
    washes, parts, days, closings = found.washes, found.parts, deals.days, pieces.closings
    units, basis, proceeds = pieces.units, pieces.basis, pieces.proceeds
    bought = [days[lot] for lot in pieces.lots]
    for piece in offers.sold():
        shares = parts.get(piece, ())
        if units[piece]:
            rest = piece, units[piece], basis[piece], proceeds[piece], bought[piece]
            shares = [*shares, rest]
        is_ready, day = False, days[closings[piece]]
        for share in shares:
            _, left, cost, gained, hold = share
            cents = cost - gained
            if cents <= 0:
                continue
            if not is_ready:
                offers.start(piece, day)
                is_ready = True
            while left:
                keys, at = offers.next(left)
                if at < 0:
                    break
                key = keys.pop(at)
                other, have = key & MASK, -(key >> SHIFT)
                paid, got, count = basis[other], proceeds[other], have
                if have > left:
                    count = left
                    part = (2 * paid * left + have) // (2 * have)
                    basis[other], paid = paid - part, part
                    part = (2 * got * left + have) // (2 * have)
                    proceeds[other], got = got - part, part
                    insort(keys, other - ((have - left) << SHIFT))
                units[other] = have - count
                denied = cents if count == left else (2 * cents * count + left) // (2 * left)
                start = bought[other] - day + hold
                new = other, count, paid + denied, got, max(start, 1)
                parts.setdefault(other, []).append(new)
                washes.append((share, new, denied))
                cents -= denied
                left -= count
    return found
