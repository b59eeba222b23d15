"""Executions made ready: one order of time, fills of an order together, whole cents and whole units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from services.model import Side
from services.tax.cents import in_cents
from services.tax.model import Event
from services.tax.policy import SameDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from services.tax.model import Execution
    from services.tax.units import Units

Origin = tuple[str, str]
Chain = tuple[str, str]


@dataclass(slots=True, eq=False)
class Leg:
    """Fills of one order with no other deal between them; `units` and `cents` are what is not yet matched.

    `number` is its place among all, `moment` counts the instants at which something happened, `day` is the
    trade date as a number.
    """

    first: Execution
    keys: list[str]
    units: int
    exact: Decimal
    number: int
    moment: int
    day: int
    origin: Origin
    is_buy: bool
    cents: int = 0

    def belongs(self, item: Execution) -> bool:
        """Whether an execution that follows is a fill of the same order on the same day."""
        first = self.first
        return (
            first.order == item.order
            and first.side is item.side
            and first.trade_date == item.trade_date
            and first.event is item.event
            and first.position == item.position
            and first.effect is item.effect
            and first.wallet == item.wallet
        )

    def add(self, item: Execution, units: int, exact: Decimal) -> None:
        """One more fill of the order."""
        self.units += units
        self.exact += exact
        self.keys.append(item.key)


def in_order(executions: Iterable[Execution]) -> list[Execution]:
    """By time, and what shares an instant by its key, shorter ones first (so that 9 is before 10)."""
    found = sorted(executions, key=attrgetter("time"))
    if any(one.time == next_one.time for one, next_one in pairwise(found)):
        found.sort(key=lambda item: (item.time, len(item.key), item.key, item.account))
    return found


def legs_of(ordered: Sequence[Execution], units: Units, same_day: SameDay) -> dict[Chain, list[Leg]]:
    """Legs of every account and symbol, from executions in their order; splits are not among them."""
    chains: dict[Chain, list[Leg]] = defaultdict(list)
    moment, last, knows_clock = 0, None, same_day is not SameDay.HELD
    for number, (item, count) in enumerate(zip(ordered, units.of_all(ordered), strict=True)):
        if item.time != last:
            moment, last = moment + 1, item.time
        if item.event is Event.SPLIT:
            continue
        is_buy, chain = item.side is Side.BUY, chains[item.account, item.symbol]
        exact = item.amount + item.costs if is_buy else item.amount - item.costs
        if chain and item.order and chain[-1].belongs(item):
            chain[-1].add(item, count, exact)
            continue
        day, origin = item.trade_date.toordinal(), (item.account, item.order or item.key)
        at = moment if knows_clock else day
        chain.append(Leg(item, [item.key], count, exact, number, at, day, origin, is_buy))
    for chain in chains.values():
        for leg in chain:
            leg.cents = in_cents(leg.exact)
    return chains
