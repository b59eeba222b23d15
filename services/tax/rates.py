"""Dated rates to the dollar: the rate of the day, or of the last day of the week before it; else none."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

DOLLAR = "USD"
OLDEST_DAYS = 7
ONE = Decimal(1)


class DollarRates:
    """What one unit of a currency is in dollars on a day; what is not known is collected in `missing`."""

    def __init__(self, rows: Mapping[tuple[str, str], Sequence[tuple[date, Decimal]]]) -> None:
        """The rates by pair, each by day."""
        self._days: dict[str, list[date]] = {}
        self._rates: dict[str, list[Decimal]] = {}
        for (base, quote), found in rows.items():
            if DOLLAR not in (base, quote) or not found:
                continue
            currency = base if quote == DOLLAR else quote
            if currency in self._days and quote != DOLLAR:
                continue  # the pair as it is meant counts before the inverted one
            self._days[currency] = [day for day, _ in found]
            self._rates[currency] = [rate if quote == DOLLAR else ONE / rate for _, rate in found]
        self.missing: dict[str, date] = {}

    def anew(self) -> DollarRates:
        """The same rates, of which nothing was found missing yet."""
        other = DollarRates({})
        other._days, other._rates = self._days, self._rates
        return other

    def of(self, currency: str, day: date) -> Decimal:
        """Dollars for one unit; 0 where no rate is known, which `missing` then tells of."""
        if currency == DOLLAR:
            return ONE
        known = self._days.get(currency, [])
        place = bisect_right(known, day) - 1
        if place < 0 or (day - known[place]).days > OLDEST_DAYS:
            self.missing[currency] = min(day, self.missing.get(currency, day))
            return Decimal(0)
        return self._rates[currency][place]

    def missing_until(self, last: date) -> dict[str, date]:
        """The first day without a rate by currency, where it is not after *last*."""
        return {currency: day for currency, day in sorted(self.missing.items()) if day <= last}


def sentence_of(currency: str, day: date) -> str:
    """That a rate is missing, and what to do about it."""
    return (
        f"There is no rate of {currency} to the dollar for {day:%Y-%m-%d} or the week before it, so amounts"
        f" cannot be told in dollars; bring a file of its daily rates (`tax rates {currency} FILE`)."
    )
