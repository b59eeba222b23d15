"""Plain deals: shares bought, and sold later, by the taxpayer; read into parallel lists of whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from operator import lt
from typing import TYPE_CHECKING

from services.model import Side
from services.tax.legs import Leg, in_order, legs_of
from services.tax.plain_numbers import instants_of, whole_cents, whole_units
from services.tax.policy import SameDay
from services.tax.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.model import Execution

BUY = Side.BUY


@dataclass(frozen=True, slots=True)
class PlainDeals:
    """Deals of one identity in the order of time, a place in every list for each; money is in cents.

    `chains` are the places of every account's symbol. `origins` are equal for deals of one order. Where
    `are_apart` no two deals share an order or a moment. `legs` are known where orders had several fills.
    """

    executions: Sequence[Execution]
    legs: Sequence[Leg]
    chains: Sequence[Sequence[int]]
    is_buy: Sequence[bool]
    units: Sequence[int]
    cents: Sequence[int]
    days: Sequence[int]
    moments: Sequence[int]
    origins: Sequence[int]
    are_apart: bool

    def owner(self, lots: Sequence[int]) -> int:
        """The order of lots that belong to a single one; a negative number for several."""
        own = self.origins[lots[0]]
        return own if all(self.origins[lot] == own for lot in lots) else -1

    def leg(self, at: int) -> Leg:
        """A deal as the general way has it."""
        if self.legs:
            return self.legs[at]
        item, units, cents = self.executions[at], self.units[at], self.cents[at]
        place = at, self.moments[at], self.days[at], self.is_buy[at]
        return Leg(item, units, item.amount, item.costs, cents, *place)


def plain_deals(executions: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    """Plain deals as lists; None where trade dates do not follow the clock, or something has no units."""
    times = [item.time for item in executions]
    are_apart = all(map(lt, times, times[1:]))
    ordered = executions if are_apart else in_order(executions)
    orders = {item.order for item in executions}
    has_fills = len(orders) < len(executions) or "" in orders
    deals = _of_legs(ordered, same_day) if has_fills else _of_items(ordered, same_day, are_apart=are_apart)
    is_plain = deals.days == sorted(deals.days) and all(deals.units) and "" not in orders
    return deals if is_plain else None


def _of_items(ordered: Sequence[Execution], same_day: SameDay, *, are_apart: bool) -> PlainDeals:
    days, is_buy = [item.trade_date.toordinal() for item in ordered], [item.side is BUY for item in ordered]
    places, is_held = range(len(ordered)), same_day is SameDay.HELD
    instants = places if are_apart else instants_of([item.time for item in ordered])
    return PlainDeals(
        executions=ordered,
        legs=(),
        chains=_chains(ordered),
        is_buy=is_buy,
        units=whole_units(ordered),
        cents=whole_cents(ordered, is_buy),
        days=days,
        moments=days if is_held else instants,
        origins=places,
        are_apart=are_apart and not is_held,
    )


def _of_legs(ordered: Sequence[Execution], same_day: SameDay) -> PlainDeals:
    """The same of orders with several fills."""
    chains = legs_of(ordered, Units(ordered), same_day)
    legs = sorted((leg for chain in chains.values() for leg in chain), key=lambda leg: leg.number)
    places: dict[object, int] = {}
    return PlainDeals(
        executions=ordered,
        legs=legs,
        chains=_chains([leg.first for leg in legs]),
        is_buy=[leg.is_buy for leg in legs],
        units=[leg.units for leg in legs],
        cents=[leg.cents for leg in legs],
        days=[leg.day for leg in legs],
        moments=[leg.moment for leg in legs],
        origins=[places.setdefault(leg.origin, len(places)) for leg in legs],
        are_apart=False,
    )


def _chains(deals: Sequence[Execution]) -> list[Sequence[int]]:
    """Places of the deals of each account and symbol."""
    if len({item.account for item in deals}) == len({item.symbol for item in deals}) == 1:
        return [range(len(deals))]
    found: dict[tuple[str, str], list[int]] = {}
    for at, item in enumerate(deals):
        found.setdefault((item.account, item.symbol), []).append(at)
    return list(found.values())
