"""Executions that say neither entry nor profit: one net position a symbol, at its average price.

A split changes volume and average and moves no money: it is an entry without a price, of the side that is
held where units are added and of the other one where they are taken away. An expiration, exercise or
assignment closes what is held at its price (0 unless settled in cash), whatever side it states, and never
opens anything; the premium is the option's result then, and delivered shares count at the strike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.calc.round_trips import in_order
from services.instrument import DealEvent, EventKind
from services.model import ZERO, DealEntry, DealType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.model import Deal

ONE = ZERO + 1
TRADE = DealEvent()
NO_EVENTS: Mapping[int, DealEvent] = {}
SMALLEST = Decimal("1e-12")  # units: the grain of what a split leaves


@dataclass(slots=True)
class _Holding:
    """The net position of a symbol: signed volume at an average price, known by its first ticket."""

    volume: Decimal = ZERO
    average: Decimal = ZERO
    position_id: int = 0


def book_netting(
    deals: Iterable[Deal],
    *,
    multipliers: Mapping[str, Decimal],
    digits: int,
    events: Mapping[int, DealEvent] = NO_EVENTS,
) -> tuple[Deal, ...]:
    """*deals* with entry, position id and profit set; other than trade deals pass unchanged.

    Profit of an exit is (price - average) x volume x multiplier, rounded to *digits* decimals. *events* are
    what is no plain trade, by ticket.
    """
    holdings: dict[str, _Holding] = {}
    booked = []
    for deal in in_order(deals):
        if not deal.is_trade:
            booked.append(deal)
            continue
        holding = holdings.setdefault(deal.symbol, _Holding())
        event = events.get(deal.ticket, TRADE)
        if event.kind is EventKind.SPLIT:
            booked.append(_split(holding, deal, event.ratio or ONE))
        elif event.only_closes:
            booked.append(_end(holding, deal, multipliers.get(deal.symbol, ONE), digits))
        else:
            booked.append(_book(holding, deal, multipliers.get(deal.symbol, ONE), digits))
    return tuple(booked)


def _book(holding: _Holding, deal: Deal, multiplier: Decimal, digits: int) -> Deal:
    signed = deal.volume * deal.side.sign
    before, after = holding.volume, holding.volume + signed
    if not before:
        holding.position_id = deal.ticket
    adds = before * signed >= 0
    if adds:
        holding.average = (holding.average * abs(before) + deal.price * deal.volume) / abs(after)
        holding.volume = after
        return replace(deal, entry=DealEntry.IN, position_id=holding.position_id, profit=ZERO)
    closing = min(abs(before), deal.volume)
    direction = 1 if before > 0 else -1
    profit = round_money((deal.price - holding.average) * closing * direction * multiplier, digits)
    entry = DealEntry.INOUT if before * after < 0 else DealEntry.OUT
    result = replace(deal, entry=entry, position_id=holding.position_id, profit=profit)
    holding.volume = after
    if entry is DealEntry.INOUT:
        holding.average = deal.price
    return result


def _split(holding: _Holding, deal: Deal, ratio: Decimal) -> Deal:
    """The units that a split adds to what is held, or takes from it, at no price."""
    after = (holding.volume * ratio).quantize(SMALLEST).normalize() + ZERO
    change = after - holding.volume
    holding.average = holding.average / ratio
    holding.volume = after
    return replace(
        deal,
        type=_side_of(change),
        volume=abs(change),
        entry=DealEntry.IN,
        position_id=holding.position_id,
        price=ZERO,
        profit=ZERO,
    )


def _end(holding: _Holding, deal: Deal, multiplier: Decimal, digits: int) -> Deal:
    """What an expiration closes; without anything held an exit whose entry nobody knows."""
    before = holding.volume
    if not before:
        return replace(deal, entry=DealEntry.OUT, position_id=deal.ticket, profit=ZERO)
    closed = replace(deal, type=_side_of(-before), volume=min(abs(before), deal.volume))
    booked = _book(holding, closed, multiplier, digits)
    return replace(booked, volume=deal.volume)


def _side_of(change: Decimal) -> DealType:
    return DealType.SELL if change < 0 else DealType.BUY
