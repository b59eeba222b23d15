"""Comparing accounts: fetch their days, rank them on those in common, measure each beside the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.calc.account_series import Peers
from services.calc.period import Period, as_datetime
from services.calc.server_zone import server_zone
from services.comparison.correlation import Correlation, correlation
from services.comparison.field import Entrant, Field, field_of
from services.comparison.minor_units import amount, minor_units
from services.comparison.ranking import Ranked, ranking
from services.comparison.relative import Anomaly, Relative, anomalies, relative
from services.comparison.weights import Weights
from services.errors import InvalidInputError
from services.kept import Kept
from services.many_measurements import measure_many
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from numpy.typing import NDArray

    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.calc.server_zone import ServerZone
    from services.comparison.matrix import Terms
    from services.metrics import MetricValue
    from services.model import Account
    from services.settings import Settings
    from services.trade_books import TradeBook, TradeBooks

KEPT_COMPARISONS = 32
FIGURES = (
    "total_return_twr",
    "sharpe_ratio",
    "probabilistic_sharpe_ratio",
    "deflated_sharpe_ratio",
    "max_drawdown",
    "max_balance_drawdown",
    "profit_factor",
    "win_rate",
    "total_trades",
)
MEASURED = ("total_return_twr", "sharpe_ratio", "profit_factor", "win_rate", "max_balance_drawdown")


@dataclass(frozen=True, slots=True)
class Compared:
    """An account in a comparison: its place (None with a `reason`), its figures, and its path.

    `total_pnl` is the net result of the trades closed in the common days, in the comparison's currency, None
    where no rate tells it. `index` starts at 1 and grows by the flow-neutral return of each common day.
    """

    account: Account
    place: Ranked[UUID] | None
    figures: dict[str, MetricValue]
    total_pnl: Decimal | None
    index: NDArray[np.float64]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts over the days they have in common, best first; those that cannot be ranked come last.

    `period` is what was asked for, `common` what was compared (None without a day in common); `day` and the
    rows' `index` are of the same length. `not_added` says why money is not told in one currency.
    """

    rows: tuple[Compared, ...]
    period: Period
    common: Period | None
    day: NDArray[np.datetime64]
    correlation: Correlation[UUID]
    weights: Weights
    terms: Terms
    not_added: str

    @property
    def ranked(self) -> tuple[Compared, ...]:
        """Those that have a place."""
        return tuple(row for row in self.rows if row.place is not None)


class Comparing:
    """Answers comparisons; what was computed is kept as long as all ledgers and snapshots stay the same."""

    def __init__(self, books: TradeBooks, settings: Settings) -> None:
        self._books = books
        self._weights = Weights.parse(settings.ranking_weights)
        self._made: Kept[Comparison] = Kept(KEPT_COMPARISONS)

    def compare(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
    ) -> Comparison:
        """These accounts (all when none are named) beside each other; raises NotFoundError."""
        book = self._books.book(accounts, period, currency, zone)
        key = (book.accounts, book.version, period)  # a new name changes no version
        return self._made.get(key, lambda: self._compared(book))

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
            tuple(sorted(rows, key=_order)),
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


def _order(row: Compared) -> tuple[bool, int, str]:
    return row.place is None, 0 if row.place is None else row.place.rank, row.account.name
