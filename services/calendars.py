"""The calendar: fetch the trades of a year, month, week or day, sum them by day, answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import Period
from services.calc.portfolio import combine
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.comparison.calendar import calendar_days, span_of
from services.comparison.day_sums import day_sums
from services.comparison.minor_units import minor_units
from services.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.comparison.calendar import Span, Stretch
    from services.comparison.matrix import Terms
    from services.model import Account
    from services.trade_books import TradeBook, TradeBooks

KEPT_TRACKS = 16
MOST_JOINT_ACCOUNTS = 50
EVER = Period(None, datetime(9000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is shown of the calendar; `known` are the first and last day with a trade, None without any."""

    stretch: Stretch
    accounts: tuple[Account, ...]
    span: Span
    period: Period
    terms: Terms
    known: tuple[date, date] | None
    not_added: str


class Calendars:
    """Answers the calendar of one account or several."""

    def __init__(self, books: TradeBooks) -> None:
        self._books = books
        self._tracks: Kept[Track] = Kept(KEPT_TRACKS)

    def calendar(
        self,
        stretch: Stretch,
        accounts: Sequence[UUID | str],
        currency: str | None = None,
        zone: str | None = None,
    ) -> Calendar:
        """The days of *stretch*, those of the accounts' clock; raises NotFoundError."""
        whole = self._books.book(accounts, EVER, currency, zone)
        period = period_of(stretch, whole.terms.zone)
        book, clock = whole.within(period), server_zone(whole.terms.zone)
        minor = minor_units(book.trades.net, book.terms.digits)
        sums = day_sums(clock.local_times(book.trades.exit), book.trades.net, minor)
        days = calendar_days(
            stretch, sums, book.terms.digits, self._returns(book), has_money=not book.not_added
        )
        return Calendar(
            stretch=stretch,
            accounts=book.accounts,
            span=span_of(days),
            period=period,
            terms=book.terms,
            known=_known(whole.trades.exit, book.terms.zone),
            not_added=book.not_added,
        )

    def last_day(self, accounts: Sequence[UUID | str], zone: str | None = None) -> date | None:
        """The day of the last closed trade; None without any."""
        known = self.known_days(accounts, zone)
        return None if known is None else known[1]

    def known_days(self, accounts: Sequence[UUID | str], zone: str | None = None) -> tuple[date, date] | None:
        """The first and the last day with a closed trade; None without any."""
        book = self._books.book(accounts, EVER, None, zone)
        return _known(book.trades.exit, book.terms.zone)

    def _returns(self, book: TradeBook) -> dict[date, float]:
        """Flow-neutral returns by day; none for accounts that cannot be added, or for too many."""
        if not book.records or book.not_added or len(book.records) > MOST_JOINT_ACCOUNTS:
            return {}
        track = self._track(book)
        series = daily_series(track, book.period.mask(track.time), server_zone(book.terms.zone))
        return dict(zip(series.day.tolist(), series.returns.tolist(), strict=True))

    def _track(self, book: TradeBook) -> Track:
        if len(book.records) == 1:
            return book.records[0].track
        return self._tracks.get(book.version, lambda: _joint_track(book))


def period_of(stretch: Stretch, zone: str) -> Period:
    """The stretch as instants, from the midnight it begins at to the one it ends at, in *zone*."""
    clock = server_zone(zone)
    start, end = (
        datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall-clock day, made aware by its zone
        for day in (stretch.first, stretch.last + timedelta(days=1))
    )
    return Period(clock.day_start(start), clock.day_start(end), f"{stretch.first}..{stretch.last}")


def _joint_track(book: TradeBook) -> Track:
    return combine(book.records, book.rates, book.terms.currency, book.terms.zone).track


def _known(exits: NDArray[np.datetime64], zone: str) -> tuple[date, date] | None:
    if not exits.size:
        return None
    first, last = server_zone(zone).days(np.array([exits.min(), exits.max()])).tolist()
    return first, last
