"""First in, first out of plain deals: what each sale took of each purchase, as parallel lists."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from services.tax.cents import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.plain_deals import PlainDeals

OPEN = -1
Row = tuple[int, int, int, int, int]


@dataclass(slots=True)
class PlainPieces:
    """Pieces by purchase (`lots`) and sale (`closings`, -1 for what is held); both are places of deals."""

    lots: list[int]
    closings: list[int]
    units: list[int]
    basis: list[int]
    proceeds: list[int]

    def sold(self, deals: PlainDeals) -> list[int]:
        """Sold pieces in the order of the sales, and of one moment in that of the purchases."""
        closings, lots, moments = self.closings, self.lots, deals.moments
        found = [piece for piece, deal in enumerate(closings) if deal >= 0]
        if len(deals.chains) > 1:
            found.sort(key=lambda piece: (moments[closings[piece]], moments[lots[piece]], piece))
        return found

    def begins(self, deals: PlainDeals) -> list[int]:
        """Where pieces of another moment begin, and where all end."""
        moments = [deals.moments[lot] for lot in self.lots]
        return [0, *(at for at, (one, two) in enumerate(pairwise(moments), 1) if one != two), len(moments)]


def relieve_plain(deals: PlainDeals) -> PlainPieces | None:
    """Pieces in the order of the purchases; None where more is sold than is held."""
    rows: list[Row] = []
    if not all(_relieve(chain, deals, rows) for chain in deals.chains):
        return None
    if len(deals.chains) > 1:
        rows.sort(key=itemgetter(0))
    return PlainPieces(*map(list, zip(*rows, strict=True)))


def _relieve(chain: Sequence[int], deals: PlainDeals, rows: list[Row]) -> bool:
    """The pieces of one account's symbol; false where a sale finds nothing to sell."""
    is_buy, units, cents, add = deals.is_buy, deals.units, deals.cents, rows.append
    waiting = iter([deal for deal in chain if is_buy[deal]])
    lot = held = cost = 0
    for deal in chain:
        if is_buy[deal]:
            continue
        left, got = units[deal], cents[deal]
        while left:
            if not held:
                lot = next(waiting, deal)
                if lot >= deal:
                    return False
                held, cost = units[lot], cents[lot]
            count = min(held, left)
            gained = got if count == left else cut(got, count, left)
            paid = cost if count == held else cut(cost, count, held)
            add((lot, deal, count, paid, gained))
            left, got, held, cost = left - count, got - gained, held - count, cost - paid
    if held:
        add((lot, OPEN, held, cost, 0))
    rows += [(lot, OPEN, units[lot], cents[lot], 0) for lot in waiting]
    return True
