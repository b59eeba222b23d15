"""The closed trades of accounts as columns in one currency: what heatmaps and the calendar are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from services.asked import why_not_added
from services.calc.money import currency_digits
from services.calc.portfolio import missing_rates
from services.comparison.matrix import Terms
from services.comparison.trade_columns import joined, trade_columns
from services.day_books import DayBooks
from services.kept import Newest
from services.stamp import stamp_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.calc.period import Period
    from services.calc.portfolio import AccountRates
    from services.calc.record import TrackRecord
    from services.comparison.trade_columns import TradeColumns
    from services.model import Account
    from services.performance import Performance
    from services.stamp import Stamp

KEPT = 1_000


@dataclass(frozen=True, slots=True)
class TradeBook:
    """The trades of some accounts over a period, converted at the day of their exit, as `terms` say.

    `not_added` says why money is not told; it is then each in its own currency, and only to be counted.
    """

    records: tuple[TrackRecord, ...]
    rates: AccountRates
    trades: TradeColumns
    period: Period
    terms: Terms
    not_added: str = ""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Whose trades they are."""
        return tuple(record.account for record in self.records)

    @property
    def version(self) -> tuple[object, ...]:
        """What changes when a ledger, a snapshot or a rate does."""
        return (*(record.version for record in self.records), self.rates.version, self.terms)

    def within(self, period: Period) -> TradeBook:
        """The part of a shorter period."""
        return replace(self, trades=self.trades.within(period), period=period)


class TradeBooks:
    """Reads trades; their columns are kept as long as an account's ledger stays the same."""

    def __init__(self, performance: Performance) -> None:
        self._performance = performance
        self._columns: Newest[TradeColumns] = Newest(KEPT)
        self.days = DayBooks()

    def book(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
    ) -> TradeBook:
        """The trades of these accounts (all when none are named); raises NotFoundError."""
        records = self._performance.records(accounts)
        owners = [record.account for record in records]
        target = self._performance.currency_of(owners, currency)
        rates = self._performance.rates(records, target)
        missing = missing_rates(records, rates, target)
        known = [self._columns_of(record).within(period) for record in records]
        if not missing:
            pairs = zip(known, records, strict=True)
            known = [_told_in(trades, record.account, rates, target) for trades, record in pairs]
        return TradeBook(
            records,
            rates,
            _by_time(joined(known)) if len({owner.currency for owner in owners}) > 1 else joined(known),
            period,
            self._terms(owners, target, zone),
            why_not_added(missing, target),
        )

    def stamp(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *settings: object,
    ) -> Stamp:
        """What the book of the same arguments would stand on, and *settings*; raises NotFoundError."""
        marked = self._performance.marked(accounts)
        owners = [one.account for one in marked]
        target = self._performance.currency_of(owners, currency)
        rates = self._performance.rates_of(owners, target)
        return stamp_of(marked, period, self._terms(owners, target, zone), rates, *settings)

    def _terms(self, owners: Sequence[Account], currency: str, zone: str | None) -> Terms:
        return Terms(currency, _digits(owners, currency), self._performance.zone_of(owners, zone))

    def _columns_of(self, record: TrackRecord) -> TradeColumns:
        account = record.account
        return self._columns.get(account.id, account.ledger_version, lambda: trade_columns(record))


def _digits(accounts: Sequence[Account], currency: str) -> int:
    own = [account.currency_digits for account in accounts if account.currency == currency]
    return max(own, default=currency_digits(currency))


def _by_time(trades: TradeColumns) -> TradeColumns:
    """The trades by exit, so that what is closed next never moves a minor unit of an earlier day."""
    return trades.rows(np.argsort(trades.exit, kind="stable"))


def _told_in(trades: TradeColumns, account: Account, rates: AccountRates, currency: str) -> TradeColumns:
    if account.currency == currency:
        return trades
    days = trades.exit.astype("datetime64[D]")
    return trades.times(rates.of(account).factors(account.currency, currency, days))
