"""First in, first out of plain deals: what each sale took of each purchase, as parallel lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.tax.cents import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.plain_deals import PlainDeals

OPEN = -1


@dataclass(slots=True)
class PlainPieces:
    """Pieces by purchase (`lots`) and sale (`closings`, -1 for what is held); both are places of deals."""

    lots: list[int] = field(default_factory=list)
    closings: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    basis: list[int] = field(default_factory=list)
    proceeds: list[int] = field(default_factory=list)

    def add(self, lot: int, closing: int, units: int, basis: int, proceeds: int) -> None:
        """One more."""
        self.lots.append(lot)
        self.closings.append(closing)
        self.units.append(units)
        self.basis.append(basis)
        self.proceeds.append(proceeds)

    def by_lot(self) -> PlainPieces:
        """The same in the order of the purchases, and of one purchase in that of the sales."""
        order = sorted(range(len(self.lots)), key=self.lots.__getitem__)
        every = self.lots, self.closings, self.units, self.basis, self.proceeds
        return PlainPieces(*([known[at] for at in order] for known in every))


def relieve_plain(deals: PlainDeals) -> PlainPieces | None:
    """Pieces in the order of the purchases; None where more is sold than is held."""
    found = PlainPieces()
    if not all(_relieve(chain, deals, found) for chain in deals.chains):
        return None
    return found if len(deals.chains) == 1 else found.by_lot()


def _relieve(chain: Sequence[int], deals: PlainDeals, found: PlainPieces) -> bool:
    """The pieces of one account's symbol; false where a sale finds nothing to sell."""
    is_buy, units, cents, add = deals.is_buy, deals.units, deals.cents, found.add
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
            count = min(left, held)
            gained, paid = cut(got, count, left), cut(cost, count, held)
            add(lot, deal, count, paid, gained)
            left, got, held, cost = left - count, got - gained, held - count, cost - paid
    if held:
        add(lot, OPEN, held, cost, 0)
    for lot in waiting:
        add(lot, OPEN, units[lot], cents[lot], 0)
    return True
