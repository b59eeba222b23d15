"""Several accounts as one: their totals, their joint curve, and what each of them adds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.beside import ALONE
from services.calc.curve import flows_of
from services.calc.money import round_money
from services.calc.period import as_datetime64
from services.calc.portfolio_totals import portfolio_digits
from services.errors import InvalidInputError
from services.kept import Kept
from services.measure import measure_portfolio
from services.metrics import find_metric
from services.model import ZERO
from services.together import Together, portfolio_of, together_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from services.answers import AccountSummary, Flow, Overview
    from services.calc.beside import Beside
    from services.calc.period import Period
    from services.metrics import MetricValue
    from services.model import Account, Position
    from services.performance import Performance
    from services.trade_books import TradeBook, TradeBooks

KEPT = 16


@dataclass(frozen=True, slots=True)
class CombinedPage:
    """Everything that the page of several accounts shows; positions and flows are in their account's money.

    `today` is the change of equity since the days of the accounts began, None where money is not added up.
    """

    together: Together
    overview: Overview
    today: Decimal | None
    positions: tuple[tuple[Account, Position], ...]
    flows: tuple[tuple[Account, Flow], ...]
    first_deal: datetime | None
    last_deal: datetime | None


class Combining:
    """Adds accounts up; what was computed is kept as long as ledgers, snapshots and states stay the same."""

    def __init__(self, performance: Performance, books: TradeBooks) -> None:
        self._performance = performance
        self._books = books
        self._kept: Kept[Together] = Kept(KEPT)

    def together(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *,
        beside: Beside = ALONE,
    ) -> Together:
        """These accounts (all when none are named) as one; raises NotFoundError."""
        book = self._books.book(accounts, period, currency, zone)
        if beside is not ALONE:
            return together_of(book, beside=beside)
        states = tuple(record.state and record.state.time for record in book.records)
        key = (book.accounts, book.version, states, period)
        return self._kept.get(key, lambda: together_of(book))

    def explain(
        self,
        accounts: Sequence[UUID | str],
        name: str,
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *,
        beside: Beside = ALONE,
    ) -> MetricValue:
        """One metric of these accounts as one, with its interval; raises as `metrics` does."""
        book = _added(self._books.book(accounts, period, currency, zone))
        measured = measure_portfolio(portfolio_of(book), period, book.terms.zone, beside)
        return measured.interval(find_metric(name))

    def metrics(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *,
        intervals: bool = False,
        beside: Beside = ALONE,
    ) -> Together:
        """The same as `together`; raises InvalidInputError where there is no rate to add them up by."""
        book = _added(self._books.book(accounts, period, currency, zone))
        return together_of(book, intervals=intervals, beside=beside)

    def page(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *,
        beside: Beside = ALONE,
    ) -> CombinedPage:
        """Everything that the page of these accounts shows; raises NotFoundError."""
        book = self._books.book(accounts, period, currency, zone)
        records, overview = book.records, self._performance.overview(period, currency, zone, accounts)
        deals = [record.ledger.deals for record in records if record.ledger.deals.size]
        flows = [(record.account, flow) for record in records for flow in flows_of(record.others_in(period))]
        return CombinedPage(
            self.together(accounts, period, currency, zone, beside=beside),
            overview,
            _today(book, overview.accounts),
            tuple((record.account, position) for record in records for position in record.positions),
            tuple(sorted(flows, key=lambda item: item[1].time, reverse=True)),
            min((columns.first for columns in deals if columns.first), default=None),
            max((columns.last for columns in deals if columns.last), default=None),
        )


def _today(book: TradeBook, accounts: Sequence[AccountSummary]) -> Decimal | None:
    """What the accounts made today, at the newest rates."""
    if book.not_added:
        return None
    currency, made = book.terms.currency, ZERO
    for item in accounts:
        day = np.array([as_datetime64(item.pnl.state.time)]).astype("datetime64[D]")
        factor = book.rates.of(item.account).factors(item.account.currency, currency, day)[0]
        worth = item.pnl.daily_change * Decimal(repr(float(factor)))
        made += round_money(worth, portfolio_digits(book.records, currency))
    return made


def _added(book: TradeBook) -> TradeBook:
    if book.not_added:
        raise InvalidInputError(book.not_added)
    return book
