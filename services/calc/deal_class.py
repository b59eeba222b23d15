"""What a deal's money is: the result of a trade, a cost or income of the account, or a flow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.model import DealClass, DealType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from services.model import Deal

_COSTS = (
    DealType.CHARGE,
    DealType.COMMISSION,
    DealType.COMMISSION_DAILY,
    DealType.COMMISSION_MONTHLY,
    DealType.COMMISSION_AGENT_DAILY,
    DealType.COMMISSION_AGENT_MONTHLY,
    DealType.INTEREST,
    DealType.DIVIDEND,
    DealType.DIVIDEND_FRANKED,
    DealType.TAX,
)

_CLASS_OF_TYPE: dict[int, DealClass] = {
    DealType.BUY: DealClass.TRADE,
    DealType.SELL: DealClass.TRADE,
    DealType.BALANCE: DealClass.FLOW,
    DealType.CREDIT: DealClass.CREDIT,
    DealType.BONUS: DealClass.BONUS,
    DealType.CORRECTION: DealClass.BONUS,
    DealType.BUY_CANCELED: DealClass.CANCELLED,
    DealType.SELL_CANCELED: DealClass.CANCELLED,
    **dict.fromkeys(_COSTS, DealClass.COST),
}

EXTERNAL_FLOWS = (DealClass.FLOW, DealClass.CREDIT, DealClass.BONUS)


def deal_class(deal: Deal) -> DealClass:
    """The class of *deal*: the person's tag where there is one, else by MetaTrader's deal type."""
    return class_of(deal.type, deal.tag)


def class_of(type_: int, tag: DealClass | None = None) -> DealClass:
    """The class of a deal of MetaTrader's type *type_* that a person tagged, or not."""
    return tag or _CLASS_OF_TYPE.get(type_, DealClass.UNKNOWN)


def is_flow(deal: Deal) -> bool:
    """Whether the deal is money from or to outside (deposit, withdrawal, credit, bonus): never profit."""
    return deal_class(deal) in EXTERNAL_FLOWS


@dataclass(frozen=True, slots=True)
class TagRule:
    """Re-tags deals of one type whose comment matches and whose amount is small enough.

    Brokers book swaps and dividends as `balance` rows; a rule such as ("Interest", 100) → cost says so once.
    `largest` is in the account's currency and compares with the absolute amount.
    """

    pattern: str
    tag: DealClass
    largest: Decimal | None = None
    type: int = DealType.BALANCE

    def applies(self, deal: Deal) -> bool:
        """Whether *deal* is one this rule speaks of."""
        if deal.type != self.type or not re.search(self.pattern, deal.comment, re.IGNORECASE):
            return False
        return self.largest is None or abs(deal.cash) <= self.largest


def suggested_tags(deals: Iterable[Deal], rules: Iterable[TagRule]) -> dict[int, DealClass]:
    """Ticket → class for every deal that a rule re-tags; the first rule that applies decides."""
    ordered = tuple(rules)
    found: dict[int, DealClass] = {}
    for deal in deals:
        rule = next((rule for rule in ordered if rule.applies(deal)), None)
        if rule is not None and rule.tag is not deal_class(deal):
            found[deal.ticket] = rule.tag
    return found
