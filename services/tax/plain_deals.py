"""Plain deals: shares bought, and sold later, by the taxpayer; read into parallel arrays of whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from operator import lt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.model import Side
from services.tax.legs import Leg, in_order, legs_of
from services.tax.plain_numbers import instants_of, whole_cents, whole_units
from services.tax.policy import SameDay
from services.tax.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.tax.model import Execution

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
BUY = Side.BUY
MOST = 1 << 62


@dataclass(frozen=True, slots=True)
class PlainDeals:
    """Deals of one identity in the order of time, a place in every array for each; money is in cents.

    `chains` are numbers of an account's symbol. `origins` are equal for deals of one order. `legs` are known
    where orders had several fills.
    """

    executions: Sequence[Execution]
    legs: Sequence[Leg]
    chains: Numbers
    is_buy: Flags
    units: Numbers
    cents: Numbers
    days: Numbers
    moments: Numbers
    origins: Numbers

    def leg(self, at: int) -> Leg:
        """A deal as the general way has it."""
        if self.legs:
            return self.legs[at]
        item, units, cents = self.executions[at], int(self.units[at]), int(self.cents[at])
        place = at, int(self.moments[at]), int(self.days[at]), bool(self.is_buy[at])
        return Leg(item, units, item.amount, item.costs, cents, *place)


def plain_deals(executions: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    """Plain deals as arrays; None where trade dates do not follow the clock, or numbers are beyond them."""
    orders = {item.order for item in executions}
    if "" in orders:
        return None
    deals = (_of_legs if len(orders) < len(executions) else _of_items)(executions, same_day)
    if deals is None or not deals.units.all() or (np.diff(deals.days) < 0).any():
        return None
    return deals


def _of_items(executions: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    times = [item.time for item in executions]
    are_apart = all(map(lt, times, times[1:]))
    ordered = executions if are_apart else in_order(executions)
    is_buy = [item.side is BUY for item in ordered]
    money = _arrays(whole_units(ordered), whole_cents(ordered, is_buy))
    if money is None:
        return None
    days, places = np.array([item.trade_date.toordinal() for item in ordered]), np.arange(len(ordered))
    moments = days
    if same_day is not SameDay.HELD:
        moments = places if are_apart else np.array(instants_of([item.time for item in ordered]))
    return PlainDeals(ordered, (), _chains(ordered), np.array(is_buy), *money, days, moments, places)


def _of_legs(executions: Sequence[Execution], same_day: SameDay) -> PlainDeals | None:
    """The same of orders with several fills."""
    ordered = in_order(executions)
    chains = legs_of(ordered, Units(ordered), same_day)
    legs = sorted((leg for chain in chains.values() for leg in chain), key=lambda leg: leg.number)
    money = _arrays([leg.units for leg in legs], [leg.cents for leg in legs])
    if money is None:
        return None
    columns = [(leg.day, leg.moment, leg.is_buy) for leg in legs]
    days, moments, is_buy = np.array(columns).T
    origins = np.array(_numbered(leg.origin for leg in legs))
    of_chains = _chains([leg.first for leg in legs])
    return PlainDeals(ordered, legs, of_chains, is_buy.astype(bool), *money, days, moments, origins)


def _arrays(units: list[int], cents: list[int]) -> tuple[Numbers, Numbers] | None:
    """Both as arrays; None where their products could be beyond sixty-four bits."""
    if max(units) * sum(map(abs, cents)) >= MOST:
        return None
    return np.array(units, dtype=np.int64), np.array(cents, dtype=np.int64)


def _chains(deals: Sequence[Execution]) -> Numbers:
    """The number of each deal's account and symbol."""
    if len({item.account for item in deals}) == len({item.symbol for item in deals}) == 1:
        return np.zeros(len(deals), dtype=np.int64)
    return np.array(_numbered((item.account, item.symbol) for item in deals))


def _numbered(names: Iterable[tuple[str, str]]) -> list[int]:
    places: dict[tuple[str, str], int] = {}
    return [places.setdefault(name, len(places)) for name in names]
