"""Heatmaps: fetch the trades, place them, answer the matrix of a metric."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from services.calc.long_trades_kernel import account_statistics
from services.calc.server_zone import server_zone
from services.comparison.account_metric import account_matrix, without_amount
from services.comparison.duration_outcome import duration_outcome
from services.comparison.hour_weekday import hour_weekday
from services.comparison.matrix import make_matrix, untold_matrix
from services.comparison.month_year import month_year
from services.comparison.symbol_matrix import symbol_account, symbol_weekday
from services.kept import Kept
from services.many_measurements import measure_many
from services.measure import measure_net
from services.metrics import NET, Unit, find_metric, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.calc.trade_kernel import TradeArrays
    from services.comparison.account_metric import AccountMatrix
    from services.comparison.cells import Placed
    from services.comparison.matrix import Matrix
    from services.many_measurements import ManyMeasurements
    from services.measurements import Measurements
    from services.metrics import Metric, MetricValue
    from services.model import Account
    from services.trade_books import TradeBook, TradeBooks

KEPT_MEASUREMENTS, KEPT_BOOKS = 2_000, 8
COMPARED = (
    "net_profit",
    "total_return_twr",
    "win_rate",
    "profit_factor",
    "expectancy",
    "sharpe_ratio",
    "max_drawdown",
    "max_balance_drawdown",
    "total_trades",
)


ACCOUNT_METRIC = "account_metric"  # the dimension that compares accounts instead of placing their trades


class Dimension(StrEnum):
    """What the cells of a matrix of trades are told apart by."""

    HOUR_WEEKDAY = "hour_weekday"
    MONTH_YEAR = "month_year"
    SYMBOL_ACCOUNT = "symbol_account"
    SYMBOL_WEEKDAY = "symbol_weekday"
    DURATION_OUTCOME = "duration_outcome"


class Heatmaps:
    """Answers matrices of trades and of accounts."""

    def __init__(self, books: TradeBooks) -> None:
        self._books = books
        self._measured: Kept[Measurements] = Kept(KEPT_MEASUREMENTS)
        self._together: Kept[ManyMeasurements] = Kept(KEPT_BOOKS)

    def matrix(
        self,
        dimension: Dimension,
        name: str,
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        *,
        most: int | None = None,
    ) -> Matrix:
        """The metric called *name* by *dimension*; beyond *most* symbols or accounts the rest is one.

        Raises NotFoundError for an unknown account or metric.
        """
        book = self._books.book(accounts, period, currency, zone)
        placed = _placed(dimension, book, most)
        if book.not_added and _is_of_amounts(find_metric(name)):
            return untold_matrix(placed, name, book.terms, book.not_added)
        return make_matrix(book.trades.net, placed, name, book.terms)

    def accounts(
        self,
        names: Sequence[str],
        accounts: Sequence[UUID | str],
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
    ) -> AccountMatrix:
        """Metrics of the net basis by account; raises NotFoundError for an unknown account or metric."""
        book = self._books.book(accounts, period, currency, zone)
        chosen = [find_metric(name) for name in names]
        together = self._together.get((book.version, book.period), lambda: self._measure(book))
        columns = [
            together.values(metric) if together.knows(metric) else self._alone(book, metric)
            for metric in chosen
        ]
        figures = [
            [_told(column[row], account, book) for column in columns]
            for row, account in enumerate(book.accounts)
        ]
        return account_matrix(book.accounts, chosen, figures, book.terms)

    def _measure(self, book: TradeBook) -> ManyMeasurements:
        days = self._books.days.within(book.records, book.period, book.terms.zone)
        trades = [_trades(record, book) for record in book.records]
        return measure_many(book.records, days, book.period, book.terms.zone, trades=trades)

    def _alone(self, book: TradeBook, metric: Metric) -> list[MetricValue]:
        """A metric that needs the series of each account."""
        versions = (book.period, book.terms, book.rates.version)
        return [
            self._measured.get((record.version, versions), partial(_measured, record, book)).value(metric)
            for record in book.records
        ]


def comparable() -> tuple[Metric, ...]:
    """Every metric that accounts can be compared by."""
    return tuple(metric for metric in metrics() if NET in metric.bases)


def _placed(dimension: Dimension, book: TradeBook, most: int | None) -> Placed:
    trades = book.trades
    if dimension is Dimension.SYMBOL_ACCOUNT:
        return symbol_account(trades, unique_names(book.accounts), most)
    if dimension is Dimension.DURATION_OUTCOME:
        return duration_outcome(trades)
    local = server_zone(book.terms.zone).local_times(trades.exit)
    if dimension is Dimension.SYMBOL_WEEKDAY:
        return symbol_weekday(trades, local, most)
    return hour_weekday(local) if dimension is Dimension.HOUR_WEEKDAY else month_year(local)


def unique_names(accounts: Sequence[Account]) -> tuple[str, ...]:
    """The accounts' names; where two share one, with their logins."""
    times = Counter(account.name for account in accounts)
    return tuple(
        account.name if times[account.name] == 1 else f"{account.name} ({account.login})"
        for account in accounts
    )


def _is_of_amounts(metric: Metric) -> bool:
    """Whether amounts of different currencies would be mixed in it."""
    return metric.unit in (Unit.MONEY, Unit.RATIO)


def _told(value: MetricValue, account: Account, book: TradeBook) -> MetricValue:
    if not book.not_added:
        return without_amount(value, account, book.terms.currency)
    is_foreign = value.metric.unit is Unit.MONEY and account.currency != book.terms.currency
    return replace(value, value=float("nan"), reason=book.not_added) if is_foreign else value


def _trades(record: TrackRecord, book: TradeBook) -> TradeArrays:
    """The account's trades, in the book's currency where rates tell it."""
    own, account = record.arrays_in(book.period), record.account
    if account.currency == book.terms.currency or book.not_added:
        return own
    days = own.exit.astype("datetime64[D]")
    factors = book.rates.of(account).factors(account.currency, book.terms.currency, days)
    return replace(
        own, **{name: getattr(own, name) * factors for name in ("net", "commission", "swap", "fee")}
    )


def _measured(record: TrackRecord, book: TradeBook) -> Measurements:
    """The account's statistics; a foreign account's trades are measured in the book's currency."""
    measured = measure_net(record, book.period, book.terms.zone)
    statistics = account_statistics(_trades(record, book))
    return replace(measured, statistics=measured.statistics | {"trades": statistics})
