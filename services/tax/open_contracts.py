"""Contracts that were open at the end of a year, and what they were opened for, as averages tell it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from services.model import DealType, MarginMode
from services.tax.market_days import is_open
from services.tax.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from uuid import UUID

    from services.tax.booked import TaxDeal
    from services.tax.property import Property

    Key = tuple[UUID, str]

ONE_DAY = timedelta(days=1)


class Held(NamedTuple):
    """Units (negative of what was sold short) and the price they were opened at, times units."""

    units: Decimal = ZERO
    value: Decimal = ZERO

    def after(self, deal: TaxDeal) -> Held:
        """What is held after a deal: the same side changes the average, the other side keeps it."""
        more = deal.volume if deal.type == DealType.BUY else -deal.volume
        units = self.units + more
        if self.units * more >= 0:
            return Held(units, self.value + more * deal.price)
        if self.units * units >= 0:
            return Held(units, self.value * units / self.units)
        return Held(units, units * deal.price)


class OpenContract(NamedTuple):
    """What of a symbol an account held on the last business day of a year, after all of its deals."""

    account: UUID
    symbol: str
    day: date
    held: Held


def open_contracts(
    deals: Iterable[TaxDeal], properties: Mapping[Key, Property], through: int
) -> tuple[OpenContract, ...]:
    """What was open at the end of each year until the year *through*, by account and symbol."""
    chains: dict[Key, list[TaxDeal]] = defaultdict(list)
    for deal in deals:
        chains[deal.account, deal.symbol].append(deal)
    return tuple(
        OpenContract(*key, last_business_day(year), held)
        for key, chain in chains.items()
        for year, held in _ends(chain, through, is_hedging=_is_hedging(properties[key]))
    )


def last_business_day(year: int) -> date:
    """The last day of a year on which exchanges are open.

    >>> last_business_day(2022), last_business_day(2025)
    (datetime.date(2022, 12, 30), datetime.date(2025, 12, 31))
    """
    day = date(year, 12, 31)
    while not is_open(day):
        day -= ONE_DAY
    return day


def _ends(chain: Sequence[TaxDeal], through: int, *, is_hedging: bool) -> Iterator[tuple[int, Held]]:
    """The years at whose end something is open, with all that is."""
    ordered = sorted(chain, key=lambda deal: (deal.time, deal.place, deal.ticket))
    positions: dict[int, Held] = {}
    at = 0
    for year in range(ordered[0].day.year, through + 1):
        while at < len(ordered) and ordered[at].day.year <= year:
            place = ordered[at].position if is_hedging else 0
            positions[place] = positions.get(place, Held()).after(ordered[at])
            at += 1
        known = [held for held in positions.values() if held.units]
        if known:
            yield year, Held(sum((one.units for one in known), ZERO), sum((one.value for one in known), ZERO))


def _is_hedging(owned: Property) -> bool:
    return owned.account.margin_mode is MarginMode.HEDGING
