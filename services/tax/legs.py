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

BUY, SPLIT = Side.BUY, Event.SPLIT
Origin = tuple[str, str]
Chain = tuple[str, str]


@dataclass(slots=True, eq=False)
class Leg:
    """Fills of one order with no other deal between them; `units` and `cents` are what is not yet matched.

    `number` is its place among all, `moment` counts the instants at which something happened, `day` is the
    trade date as a number. `more` are the keys of further fills.
    """

    first: Execution
    units: int
    amount: Decimal
    costs: Decimal
    cents: int
    number: int
    moment: int
    day: int
    is_buy: bool
    more: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """Its order, of its account; itself where it has none."""
        return self.first.account, self.first.order or self.first.key

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all its fills."""
        return self.first.key, *self.more

    def is_same_order(self, other: Leg) -> bool:
        """Whether both are fills of one order."""
        return self is other or self.origin == other.origin

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

    def add(self, item: Execution, units: int) -> None:
        """One more fill of the order."""
        self.units += units
        self.amount += item.amount
        self.costs += item.costs
        self.cents = in_cents(net(self.amount, self.costs, is_buy=self.is_buy))
        self.more = (*self.more, item.key)

    def turn(self) -> None:
        """Take it for the other side, for what is booked on the side that it ends."""
        self.is_buy = not self.is_buy
        self.cents = in_cents(net(self.amount, self.costs, is_buy=self.is_buy))


def net(amount: Decimal, costs: Decimal, *, is_buy: bool) -> Decimal:
    """What a purchase cost or a sale brought."""
    if not costs:
        return amount
    return amount + costs if is_buy else amount - costs


def in_order(executions: Iterable[Execution]) -> list[Execution]:
    """By time and place, and what shares both by its key, shorter ones first (so that 9 is before 10)."""
    found = sorted(executions, key=attrgetter("time"))
    if any(one.time == next_one.time for one, next_one in pairwise(found)):
        found.sort(key=lambda item: (item.time, item.place, len(item.key), item.key, item.account))
    return found


def legs_of(ordered: Sequence[Execution], units: Units, same_day: SameDay) -> dict[Chain, list[Leg]]:
    """Legs of every account and symbol, from executions in their order; splits are not among them."""
    chains: dict[Chain, list[Leg]] = defaultdict(list)
    moment, last, knows_clock = 0, None, same_day is not SameDay.HELD
    for number, (item, count) in enumerate(zip(ordered, units.of_all(ordered), strict=True)):
        if item.time != last:
            moment, last = moment + 1, item.time
        if item.event is SPLIT:
            continue
        is_buy, chain = item.side is BUY, chains[item.account, item.symbol]
        if chain and chain[-1].first.order == item.order != "" and chain[-1].belongs(item):
            chain[-1].add(item, count)
            continue
        day = item.trade_date.toordinal()
        at = moment if knows_clock else day
        cents = in_cents(net(item.amount, item.costs, is_buy=is_buy))
        chain.append(Leg(item, count, item.amount, item.costs, cents, number, at, day, is_buy))
    return chains
