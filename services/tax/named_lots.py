"""Sales that name the purchase they take their shares from, as a broker's file has it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.instrument import DealEvent, number_of
from services.tax.model import Effect, LotMethod
from services.tax.policy import Instruction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from services.tax.booked import TaxDeal
    from services.tax.model import Execution
    from services.tax.policy import Policy

EVIDENCE = "the lots or positions that the broker names"
TRADE = DealEvent()


@dataclass(frozen=True, slots=True)
class NamedLots:
    """The orders that sales name, by account and symbol, as the orders of deals are written."""

    orders: Mapping[tuple[UUID, str], Mapping[str, str]]

    def mark(self, made: Execution, deal: TaxDeal, event: DealEvent) -> Execution:
        """The execution with the lot that it opens, or takes, where one is named."""
        known = self.orders.get((deal.account, deal.symbol))
        if not known or made.position:
            return made
        if event.lot:
            return replace(made, position=known.get(event.lot, ""), effect=Effect.CLOSE)
        return replace(made, position=made.order) if made.order in known.values() else made


def named_lots(deals: Iterable[TaxDeal], events: Mapping[UUID, Mapping[int, DealEvent]]) -> NamedLots:
    """The lots that sales among *deals* name, found among the orders of the same account and symbol."""
    wanted: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    for deal in deals:
        lot = events[deal.account].get(deal.ticket, TRADE).lot
        if lot:
            wanted[deal.account, deal.symbol].add(lot)
    if not wanted:
        return NamedLots({})
    orders = {(deal.account, deal.symbol, order_of(deal)) for deal in deals}
    found: dict[tuple[UUID, str], dict[str, str]] = {}
    for key, lots in wanted.items():
        spelled = ((lot, name) for lot in lots for name in (lot, str(number_of(lot))))
        found[key] = {lot: name for lot, name in spelled if (*key, name) in orders}
    return NamedLots(found)


def order_of(deal: TaxDeal) -> str:
    """The order's number, else the text that a file gave; a deal without either is an order of its own."""
    return str(deal.order) if deal.order else deal.external_id or f"deal {deal.ticket}"


def with_named_lots(policy: Policy, executions: Iterable[Execution]) -> Policy:
    """The policy in which sales that name what they close identify it, until an account is told else."""
    accounts = {item.account for item in executions if item.position and item.effect is Effect.CLOSE}
    fresh = [Instruction(LotMethod.SPECIFIC, account, evidence=EVIDENCE) for account in sorted(accounts)]
    return replace(policy, instructions=(*policy.instructions, *fresh))
