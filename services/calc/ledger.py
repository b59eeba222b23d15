"""The sums of a ledger, and the law that nothing is lost between deals and closed trades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.deal_class import deal_class
from services.model import ZERO, DealClass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from services.calc.round_trips import RoundTrips
    from services.model import Deal


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """Cash of all deals by what it is, in the account's currency; credit is apart from the balance."""

    trades: Decimal
    costs: Decimal
    deposits: Decimal
    withdrawals: Decimal
    bonus: Decimal
    credit: Decimal
    other: Decimal

    @property
    def flows(self) -> Decimal:
        """Money from or to outside that changed the balance."""
        return self.deposits + self.withdrawals + self.bonus

    @property
    def balance_change(self) -> Decimal:
        """What the deals added to the balance."""
        return self.trades + self.costs + self.flows + self.other


def ledger_totals(deals: Iterable[Deal]) -> LedgerTotals:
    """The totals of *deals*."""
    sums = dict.fromkeys((*DealClass, "deposit", "withdrawal"), ZERO)
    for deal in deals:
        kind = deal_class(deal)
        key = kind.value
        if kind is DealClass.FLOW:
            key = "deposit" if deal.cash >= 0 else "withdrawal"
        sums[key] += deal.cash
    return LedgerTotals(
        trades=sums[DealClass.TRADE],
        costs=sums[DealClass.COST],
        deposits=sums["deposit"],
        withdrawals=sums["withdrawal"],
        bonus=sums[DealClass.BONUS],
        credit=sums[DealClass.CREDIT],
        other=sums[DealClass.UNKNOWN] + sums[DealClass.CANCELLED],
    )


def conservation_gap(deals: Iterable[Deal], trips: RoundTrips) -> Decimal:
    """Cash of the trade deals minus closed trades minus the cost waiting in open positions; always 0."""
    booked = ledger_totals(deals).trades
    closed = sum((trade.net_profit for trade in trips.closed), ZERO)
    waiting = sum((trade.entry_cost for trade in trips.open), ZERO)
    return booked - closed - waiting
