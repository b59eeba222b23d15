"""Plain deals: shares bought, and sold later, by the taxpayer; read into parallel lists of whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from services.model import Side
from services.tax.cents import in_cents
from services.tax.legs import Leg, in_order, legs_of, net
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

    def leg(self, at: int) -> Leg:
        """A deal as the general way has it."""
        if self.legs:
            return self.legs[at]
        item, units, cents = self.executions[at], self.units[at], self.cents[at]
        place = at, self.moments[at], self.days[at], self.is_buy[at]
        return Leg(item, units, item.amount, item.costs, cents, *place)


def plain_deals(executions: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    """Plain deals as lists; None where trade dates do not follow the clock, or nothing was dealt."""
    ordered, is_held = in_order(executions), same_day is SameDay.HELD
    orders = [item.order for item in ordered]
    if len(set(orders)) < len(orders) or not all(orders):
        return _of_legs(ordered, same_day)
    days = [item.trade_date.toordinal() for item in ordered]
    times = [item.time for item in ordered]
    is_buy, units = [item.side is BUY for item in ordered], _units(ordered)
    if days != sorted(days) or not all(units):
        return None
    names = [(item.account, item.symbol) for item in ordered]
    are_apart = not is_held and all(one != two for one, two in pairwise(times))
    moments = days if is_held else _instants(times)
    cents, origins = _cents(ordered, is_buy), range(len(ordered))
    return PlainDeals(
        ordered, (), _chains(names), is_buy, units, cents, days, moments, origins, are_apart=are_apart
    )


def _of_legs(ordered: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    """The same of orders with several fills."""
    chains = legs_of(ordered, Units(ordered), same_day)
    legs = sorted((leg for chain in chains.values() for leg in chain), key=lambda leg: leg.number)
    days, units = [leg.day for leg in legs], [leg.units for leg in legs]
    if days != sorted(days) or not all(units) or any(not leg.first.order for leg in legs):
        return None
    places: dict[object, int] = {}
    return PlainDeals(
        executions=ordered,
        legs=legs,
        chains=_chains([(leg.first.account, leg.first.symbol) for leg in legs]),
        is_buy=[leg.is_buy for leg in legs],
        units=units,
        cents=[leg.cents for leg in legs],
        days=days,
        moments=[leg.moment for leg in legs],
        origins=[places.setdefault(leg.origin, len(places)) for leg in legs],
        are_apart=False,
    )


def _chains(names: Sequence[tuple[str, str]]) -> list[Sequence[int]]:
    if len(set(names)) == 1:
        return [range(len(names))]
    found: dict[tuple[str, str], list[int]] = {}
    for at, name in enumerate(names):
        found.setdefault(name, []).append(at)
    return list(found.values())


def _units(ordered: Sequence[Execution]) -> list[int]:
    exact = [item.quantity for item in ordered]
    whole = list(map(int, exact))
    return whole if whole == exact else Units(ordered).of_all(ordered)


def _cents(ordered: Sequence[Execution], is_buy: Sequence[bool]) -> list[int]:
    amounts, costs = [item.amount for item in ordered], [item.costs for item in ordered]
    if any(costs):
        known = zip(amounts, costs, is_buy, strict=True)
        amounts = [net(amount, cost, is_buy=side) for amount, cost, side in known]
    return list(map(in_cents, amounts))


def _instants(times: Sequence[object]) -> Sequence[int]:
    found, last = [1], times[0]
    for time in times[1:]:
        found.append(found[-1] + (time != last))
        last = time
    return found
