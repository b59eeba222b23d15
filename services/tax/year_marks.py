"""Section 1256 contracts as if sold on the last business day of the year, and that taken back in the next.

A mark is by a price that is stored of that day, which need not be the exchange's settlement price.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from typing import TYPE_CHECKING, NamedTuple

from services.tax.cents import CENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from services.tax.open_contracts import OpenContract
    from services.tax.property import Property
    from services.tax.rates import DollarRates

    Key = tuple[UUID, str]

NO_PRICE = "no price of that day is stored"
NO_SIZE = "what one contract stands for is not known"
NO_RATE = "no rate to the dollar is known"


@dataclass(frozen=True, slots=True)
class YearMark:
    """A section 1256 contract as if sold on the last business day of a year, or that taken back a year later.

    `quantity` is negative of what was sold short. Without a stored price `price` and `gain` are None, and
    `source` says what is missing.
    """

    account: str
    symbol: str
    day: date
    quantity: Decimal
    price: Decimal | None
    gain: Decimal | None
    source: str
    is_taken_back: bool = False


class StoredPrice(NamedTuple):
    """A price, and where it is from."""

    price: Decimal
    source: str


def year_marks(
    year: int,
    contracts: Iterable[OpenContract],
    prices: Mapping[tuple[UUID, str, date], StoredPrice],
    properties: Mapping[Key, Property],
    rates: DollarRates,
) -> tuple[YearMark, ...]:
    """Marks of the year before, taken back, and then those of the year."""
    wanted = [one for one in contracts if one.day.year in (year - 1, year)]
    marks = [
        _mark(one, prices.get(one[:3]), properties[one.account, one.symbol], rates, year) for one in wanted
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.day, mark.account, mark.symbol)))


def _mark(
    one: OpenContract, stored: StoredPrice | None, owned: Property, rates: DollarRates, year: int
) -> YearMark:
    is_taken_back = one.day.year < year
    known = owned.account.name, owned.symbol, one.day, one.held.units
    rate = rates.of(owned.currency, one.day)
    if stored is None or owned.multiplier is None or not rate:
        why = NO_PRICE if stored is None else NO_SIZE if owned.multiplier is None else NO_RATE
        return YearMark(*known, None, None, why, is_taken_back=is_taken_back)
    gain = (one.held.units * stored.price - one.held.value) * owned.multiplier * rate
    cents = gain.quantize(CENT, ROUND_HALF_UP)
    amount = -cents if is_taken_back else cents
    return YearMark(*known, stored.price, amount, stored.source, is_taken_back=is_taken_back)
