"""Comparing accounts: fetch their days, rank them on those in common, measure each beside the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.calc.account_series import Peers
from services.calc.period import Period, as_datetime
from services.calc.server_zone import server_zone
from services.compared import FIGURES, Compared, Comparison, best_first
from services.comparison.correlation import correlation
from services.comparison.field import Entrant, Field, field_of
from services.comparison.minor_units import amount, minor_units
from services.comparison.ranking import Ranked, ranking
from services.comparison.relative import Anomaly, Relative, anomalies, relative
from services.comparison.weights import Weights
from services.comparison_bytes import FORMAT, comparison_bytes, comparison_of
from services.errors import InvalidInputError
from services.kept import Kept
from services.many_measurements import measure_many
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.calc.server_zone import ServerZone
    from services.metrics import MetricValue
    from services.settings import Settings
    from services.shared_answers import SharedAnswers
    from services.stamp import Stamp
    from services.trade_books import TradeBook, TradeBooks

__all__ = ["FIGURES", "Compared", "Comparing", "Comparison"]

KEPT_COMPARISONS = 32
MEASURED = ("total_return_twr", "sharpe_ratio", "profit_factor", "win_rate", "max_balance_drawdown")


class Comparing:
    """Answers comparisons; what was computed is kept as long as all ledgers and snapshots stay the same."""

    def __init__(self, books: TradeBooks, settings: Settings, shared: SharedAnswers) -> None:
        self._books = books
        self._weights = Weights.parse(settings.ranking_weights)
        self._shared = shared
        self._made: Kept[Comparison] = Kept(KEPT_COMPARISONS)

    def compare(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
    ) -> Comparison:
        """These accounts (all when none are named) beside each other; raises NotFoundError."""

        def stamp() -> Stamp:
            return self._books.stamp(accounts, period, currency, zone, *self._beside)

        def make() -> Comparison:
            return self._compared(self._books.book(accounts, period, currency, zone))

        asked = stamp()
        return self._made.get(asked.key, lambda: self._answer(asked, make, stamp))

    def keep(self, name: str, stamp: Stamp) -> bool:
        """Keep the comparison of all accounts for processes that start; whether nothing changed meanwhile."""
        content = comparison_bytes(self.compare((), stamp.period))
        if self.stamp(stamp.period).key != stamp.key:
            return False
        self._shared.keep(name, stamp.key, content)
        return True

    def is_kept(self, name: str, stamp: Stamp) -> bool:
        """Whether the comparison of this name is kept as it is now."""
        return self._shared.holds(name, stamp.key)

    def stamp(self, period: Period) -> Stamp:
        """What the comparison of all accounts over a period stands on now."""
        return self._books.stamp((), period, None, None, *self._beside)

    @property
    def _beside(self) -> tuple[object, ...]:
        return "comparison", FORMAT, self._weights

    def _answer(self, asked: Stamp, make: Callable[[], Comparison], stamp: Callable[[], Stamp]) -> Comparison:
        """What another process made of the same, else made here and left for the others."""
        content = self._shared.find(asked.key)
        if content is not None:
            return comparison_of(content, asked, self._weights)
        found = make()
        if self._shared.takes_any and stamp().key == asked.key:  # else the ledgers were read after a change
            self._shared.leave(asked.key, comparison_bytes(found))
        return found

    def relative(self, account_id: UUID, comparison: Comparison) -> dict[str, Relative]:
        """An account's figures against the other accounts of a comparison; raises InvalidInputError."""
        own = next((row for row in comparison.rows if row.account.id == account_id), None)
        if own is None or not own.figures:
            reason = "" if own is None else f" {own.reason}"
            raise InvalidInputError(f"The account is not in the comparison.{reason}")
        others = [row for row in comparison.rows if row.figures and row is not own]
        return {
            name: relative(own.figures[name].value, np.array([row.figures[name].value for row in others]))
            for name in MEASURED
        }

    def anomalies(self, comparison: Comparison, threshold: float) -> tuple[Anomaly[UUID], ...]:
        """Accounts of a comparison whose figures are far from those of the others."""
        rows = [row for row in comparison.rows if row.figures]
        values = {name: {row.account.id: row.figures[name].value for row in rows} for name in MEASURED}
        return anomalies(values, threshold)

    def places(
        self, accounts: Sequence[UUID | str], periods: Sequence[Period], zone: str | None = None
    ) -> tuple[tuple[Ranked[UUID], ...], ...]:
        """The places of these accounts in each of *periods*, without intervals; raises NotFoundError."""
        if not periods:
            return ()
        whole = Period(None, max(period.end for period in periods))
        book = self._books.book(accounts, whole, None, zone)
        entrants, clock = self._entrants(book), server_zone(book.terms.zone)
        fields = (_field_of(entrants, *_days_of(period, clock)) for period in periods)
        return tuple(ranking(field, self._weights, draws=1) for field in fields)

    def _compared(self, book: TradeBook) -> Comparison:
        field = field_of(self._entrants(book))
        common = _common(field, book)
        places = {place.key: place for place in ranking(field, self._weights)}
        column = {key: number for number, key in enumerate(field.keys)}
        measured, totals = self._figures(field, book, common), _totals(book, common)
        rows = []
        for record, total in zip(book.records, totals, strict=True):
            key = record.account.id
            if common is None or key not in column:
                rows.append(_left_out(record, field.left_out.get(key, "No day is common to the accounts.")))
                continue
            figures = {name: values[column[key]] for name, values in measured.items()}
            index = np.cumprod(1 + field.returns[:, column[key]]).astype(np.float64)
            rows.append(Compared(record.account, places[key], figures, total, index))
        return Comparison(
            best_first(rows),
            book.period,
            common,
            field.day,
            correlation(field),
            self._weights,
            book.terms,
            book.not_added,
        )

    def _figures(
        self, field: Field[UUID], book: TradeBook, common: Period | None
    ) -> dict[str, list[MetricValue]]:
        """The figures of those in the field, in its order."""
        if common is None:
            return {}
        record_of = {record.account.id: record for record in book.records}
        records = [record_of[key] for key in field.keys]
        days = self._books.days.within(records, common, book.terms.zone)
        measured = measure_many(records, days, common, book.terms.zone, peers=_peers(field))
        return {name: measured.values(find_metric(name)) for name in FIGURES}

    def _entrants(self, book: TradeBook) -> list[Entrant[UUID]]:
        clock = server_zone(book.terms.zone)
        days, by_account = clock.days(book.trades.exit), book.trades.by_account(len(book.records))
        first, last = _days_of(book.period, clock)
        return [
            Entrant(
                record.account.id,
                _between(self._books.days.whole(record, book.terms.zone), first, last),
                days[own],
                book.trades.net[own],
            )
            for record, own in zip(book.records, by_account, strict=True)
        ]


def _days_of(period: Period, clock: ServerZone) -> tuple[np.datetime64, np.datetime64]:
    """The first and the last day of a period; NaT where it has no start."""
    bounds = [period.start, period.end - timedelta(microseconds=1)]
    times = [None if bound is None else bound.replace(tzinfo=None) for bound in bounds]
    first, last = clock.days(np.array(times, dtype="datetime64[us]"))
    return first, last


def _between(series: DailySeries, first: np.datetime64, last: np.datetime64) -> DailySeries:
    start = 0 if np.isnat(first) else int(np.searchsorted(series.day, first))
    inside = slice(start, max(start, int(np.searchsorted(series.day, last, side="right"))))
    return replace(
        series, day=series.day[inside], returns=series.returns[inside], profit=series.profit[inside]
    )


def _field_of(entrants: Sequence[Entrant[UUID]], first: np.datetime64, last: np.datetime64) -> Field[UUID]:
    return field_of([replace(one, days=_between(one.days, first, last)) for one in entrants])


def _common(field: Field[UUID], book: TradeBook) -> Period | None:
    """The field's days as a period of the zone, inside what was asked for."""
    if not field.keys or not field.day.size:
        return None
    clock = server_zone(book.terms.zone)
    first, last = (as_datetime(day).replace(tzinfo=None) for day in (field.day[0], field.day[-1]))
    start, end = clock.day_start(first), clock.day_start(last + timedelta(days=1))
    asked = book.period
    return Period(
        start if asked.start is None else max(start, asked.start),
        min(end, asked.end),
        f"{first:%Y-%m-%d}..{last:%Y-%m-%d}",
    )


def _peers(field: Field[UUID]) -> Peers | None:
    """How many accounts are ranked, and how far their daily Sharpe ratios differ; None for a single one."""
    if len(field.keys) < 2 or field.day.size < 2:  # noqa: PLR2004 - a variance takes two
        return None
    deviation = field.returns.std(axis=0, ddof=1)
    moved = deviation > 0
    if moved.sum() < 2:  # noqa: PLR2004 - the same
        return None
    sharpe = field.returns.mean(axis=0)[moved] / deviation[moved]
    return Peers(np.array([float(moved.sum())]), np.array([sharpe.var(ddof=1)]))


def _totals(book: TradeBook, common: Period | None) -> list[Decimal | None]:
    if book.not_added or common is None:
        return [None] * len(book.records)
    trades, digits = book.trades.within(common), book.terms.digits
    return [
        amount(int(minor_units(trades.net[own], digits).sum()), digits)
        for own in trades.by_account(len(book.records))
    ]


def _left_out(record: TrackRecord, reason: str) -> Compared:
    return Compared(record.account, None, {}, None, np.zeros(0), reason)
