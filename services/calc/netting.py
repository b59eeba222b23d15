"""Executions that say neither entry nor profit: one net position a symbol, at its average price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.calc.round_trips import in_order
from services.model import ZERO, DealEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from services.model import Deal

ONE = ZERO + 1


@dataclass(slots=True)
class _Holding:
    """The net position of a symbol: signed volume at an average price, known by its first ticket."""

    volume: Decimal = ZERO
    average: Decimal = ZERO
    position_id: int = 0


def book_netting(
    deals: Iterable[Deal], *, multipliers: Mapping[str, Decimal], digits: int
) -> tuple[Deal, ...]:
    """*deals* with entry, position id and profit set; other than trade deals pass unchanged.

    Profit of an exit is (price - average) x volume x multiplier, rounded to *digits* decimals.
    """
    holdings: dict[str, _Holding] = {}
    booked = []
    for deal in in_order(deals):
        if not deal.is_trade:
            booked.append(deal)
            continue
        holding = holdings.setdefault(deal.symbol, _Holding())
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
