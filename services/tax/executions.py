"""Deals of property as executions: units, dollars, trade date, settlement, and what is no plain trade."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.instrument import DealEvent, EventKind
from services.model import DealEntry, DealType, MarginMode, Side
from services.tax.classify import elected
from services.tax.exercises import with_shared_orders
from services.tax.market_days import settlement
from services.tax.model import ZERO, Effect, Event, Execution
from services.tax.named_lots import named_lots, order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from services.tax.booked import TaxDeal
    from services.tax.profile import Profile
    from services.tax.property import Property
    from services.tax.rates import DollarRates

    Key = tuple[UUID, str]

TRADE = DealEvent()
OPTION_CYCLE = 1  # listed options always settled on the next business day
_EVENTS = {
    EventKind.TRADE: Event.TRADE,
    EventKind.DELIVERED: Event.TRADE,
    EventKind.EXPIRATION: Event.EXPIRATION,
    EventKind.EXERCISE: Event.EXERCISE,
    EventKind.ASSIGNMENT: Event.ASSIGNMENT,
    EventKind.SPLIT: Event.SPLIT,
}
_STEP = timedelta(hours=1)


def executions_of(
    deals: Sequence[TaxDeal],
    properties: Mapping[Key, Property],
    events: Mapping[UUID, Mapping[int, DealEvent]],
    profile: Profile,
    rates: DollarRates,
) -> list[Execution]:
    """The executions of what is on the form, in no order; options and what they deliver share an order.

    What no rate tells in dollars is left out, and *rates* know that it is missing.
    """
    found, named = [], named_lots(deals, events)
    for deal in deals:
        owned = properties[deal.account, deal.symbol]
        if not elected(owned.found, deal.day, profile).is_on_form or owned.multiplier is None:
            continue
        event, rate = events[deal.account].get(deal.ticket, TRADE), rates.of(owned.currency, deal.day)
        if rate:
            paid = rates.of(owned.account.currency, deal.day) if deal.costs else ZERO
            made = _execution(deal, owned, owned.multiplier, event, rate, deal.costs * paid)
            found.append(named.mark(made, deal, event))
    return with_shared_orders(found)


def _execution(
    deal: TaxDeal,
    owned: Property,
    multiplier: Decimal,
    event: DealEvent,
    rate: Decimal,
    costs: Decimal,
) -> Execution:
    account = owned.account
    kind = _EVENTS[event.kind]
    side = Side.BUY if deal.type == DealType.BUY else Side.SELL
    is_split = kind is Event.SPLIT
    return Execution(
        key=f"{account.name}:{deal.ticket}",
        account=account.name,
        wallet=account.name,
        symbol=owned.symbol,
        identity=owned.identity,
        tax_class=owned.found.tax_class,
        side=side,
        quantity=(event.ratio or Decimal(1)) if is_split else deal.volume * owned.units,
        amount=ZERO if is_split else deal.price * deal.volume * multiplier * rate,
        costs=ZERO if is_split else costs,
        time=_moment(deal, event, side),
        trade_date=deal.day,
        settlement_date=_settled(deal, owned, event),
        order=order_of(deal),
        position=str(deal.position) if _is_hedging(owned) and deal.position else "",
        event=kind,
        owner=owned.owner,
        is_option=owned.found.is_option,
        underlying=owned.underlying,
        multiplier=multiplier if owned.found.is_option else Decimal(1),
        currency=owned.currency,
        rate=rate,
        broker_reports=owned.is_reported,
        effect=_effect(deal, owned),
        right=owned.right,
        place=deal.place,
    )


def _is_hedging(owned: Property) -> bool:
    return owned.account.margin_mode is MarginMode.HEDGING


def _effect(deal: TaxDeal, owned: Property) -> Effect:
    """A hedging account says itself what opens and closes; elsewhere what is held decides."""
    if not _is_hedging(owned) or deal.entry == DealEntry.INOUT:
        return Effect.NET
    return Effect.OPEN if deal.entry == DealEntry.IN else Effect.CLOSE


def _moment(deal: TaxDeal, event: DealEvent, side: Side) -> datetime:
    """When it was; in a day whose clock nobody told splits come first, then buys, sells, ends of options."""
    if not deal.is_date or event.kind is EventKind.SPLIT:
        return deal.time
    if event.only_closes:
        return deal.time + 3 * _STEP
    return deal.time + (_STEP if side is Side.BUY else 2 * _STEP)


def _settled(deal: TaxDeal, owned: Property, event: DealEvent) -> date:
    if event.settles is not None:
        return event.settles
    if owned.is_digital or event.kind is EventKind.SPLIT:
        return deal.day
    return settlement(deal.day, OPTION_CYCLE if owned.found.is_option else None)
