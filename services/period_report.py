"""What a period brought, for one account or several as one: what reports print and the API answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.breakdowns import breakdowns
from services.calc.beside import ALONE
from services.calc.period import as_datetime
from services.calc.server_zone import server_zone
from services.comparison.breakdown_table import breakdown_table
from services.comparison.minor_units import amount, minor_units
from services.metrics import NET

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from numpy.typing import NDArray

    from services.answers import EquityCurve
    from services.calc.beside import Beside
    from services.calc.return_kernel import DailySeries
    from services.comparison.breakdown_table import BreakdownTable
    from services.comparison.matrix import Terms
    from services.container import Services
    from services.metrics import MetricValue
    from services.model import Account
    from services.reports import Request
    from services.together import Member
    from services.trade_books import TradeBook

TOP = 5
BY_DAY, BY_WEEK = timedelta(days=45), timedelta(days=200)


@dataclass(frozen=True, slots=True)
class ReportTrade:
    """One of the best or worst trades; its net profit is in the report's currency."""

    account: Account
    symbol: str
    side: str
    volume: float
    entry_time: datetime | None
    exit_time: datetime
    net_profit: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What a day, week or month made on closed trades; `name` is its first day, or the month."""

    name: str
    net_profit: Decimal
    trades: int


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A period in figures, a curve and tables.

    `start` and `end` are the bounds as far as there is anything known; `step` is day, week or month, what
    `results` are of. Money is in the currency of `terms`; `not_added` says why there is none. `daily` are the
    returns that stand beside a benchmark, None where none was asked for.
    """

    accounts: tuple[Account, ...]
    terms: Terms
    basis: str
    start: datetime | None
    end: datetime
    metrics: tuple[MetricValue, ...]
    curve: EquityCurve | None
    members: tuple[Member, ...]
    breakdowns: tuple[BreakdownTable, ...]
    step: str
    results: tuple[Result, ...]
    top: tuple[ReportTrade, ...]
    worst: tuple[ReportTrade, ...]
    not_added: str = ""
    daily: DailySeries | None = None

    @property
    def days(self) -> int:
        """How many days it has, the first and the last included; 0 while nothing is known."""
        if self.start is None:
            return 0
        clock, last = server_zone(self.terms.zone), self.end - timedelta(microseconds=1)
        return (clock.to_server(last).date() - clock.to_server(self.start).date()).days + 1

    def value(self, name: str) -> MetricValue | None:
        """The metric called *name*; None where it was not computed."""
        return next((value for value in self.metrics if value.metric.name == name), None)


def period_report(services: Services, request: Request, *, beside: Beside = ALONE) -> PeriodReport:
    """The report of a request, measured *beside* a benchmark; raises NotFoundError."""
    book = services.trade_books.book(request.accounts, request.period, request.currency, request.zone)
    metrics, curve, members, daily = _figures(services, request, book, beside)
    is_told, terms = not book.not_added, book.terms
    local = server_zone(terms.zone).local_times(book.trades.exit)
    begun = [record.began for record in book.records if record.began is not None]
    start = request.period.start or min(begun, default=None)
    step = _step(start, request.period.end)
    net = book.trades.net
    kinds = breakdowns() if is_told else ()
    return PeriodReport(
        accounts=book.accounts,
        terms=terms,
        basis=request.basis,
        start=start,
        end=request.period.end,
        metrics=metrics,
        curve=curve,
        members=members,
        breakdowns=tuple(breakdown_table(kind, net, kind.place(book.trades, local), terms) for kind in kinds),
        step=step,
        results=_results(net, local, step, terms) if is_told else (),
        top=_trades(book, np.argsort(-net, kind="stable")[:TOP], positive=True),
        worst=_trades(book, np.argsort(net, kind="stable")[:TOP], positive=False),
        not_added=book.not_added,
        daily=daily,
    )


def _figures(
    services: Services, request: Request, book: TradeBook, beside: Beside
) -> tuple[tuple[MetricValue, ...], EquityCurve | None, tuple[Member, ...], DailySeries | None]:
    accounts, period, zone = request.accounts, request.period, request.zone
    if len(book.records) == 1 and book.accounts[0].currency == book.terms.currency:
        page = services.performance.account(accounts[0], period, zone, beside=beside)
        daily = None if beside is ALONE else services.performance.days(accounts[0], period, book.terms.zone)
        return page.net if request.basis == NET else page.mt5, page.curve, (), daily
    together = services.combining.together(accounts, period, request.currency, zone, beside=beside)
    daily = None if beside is ALONE else together.days
    return together.net, together.curve, together.members, daily


def _step(start: datetime | None, end: datetime) -> str:
    if start is None or end - start <= BY_DAY:
        return "day"
    return "week" if end - start <= BY_WEEK else "month"


def _results(
    net: NDArray[np.float64], local: NDArray[np.datetime64], step: str, terms: Terms
) -> tuple[Result, ...]:
    """What each step with a trade made; they add up to the total."""
    days = local.astype("datetime64[D]")
    if step == "month":
        days = days.astype("datetime64[M]")
    elif step == "week":
        days = days - (days.astype(np.int64) + 3) % 7  # 1970 began on a Thursday, weeks on Monday
    names, place = np.unique(days, return_inverse=True)
    sums, counts = np.zeros(names.size, dtype=np.int64), np.bincount(place, minlength=names.size)
    np.add.at(sums, place, minor_units(net, terms.digits))
    rows = zip(names.astype(str).tolist(), sums.tolist(), counts.tolist(), strict=True)
    return tuple(Result(name, amount(made, terms.digits), count) for name, made, count in rows)


def _trades(book: TradeBook, rows: NDArray[np.intp], *, positive: bool) -> tuple[ReportTrade, ...]:
    """These trades, as far as they won (or lost)."""
    trades, digits = book.trades, book.terms.digits
    minor = minor_units(trades.net, digits)
    found = []
    for row in rows.tolist():
        if not book.not_added and (trades.net[row] > 0) == positive and trades.net[row] != 0:
            entry = trades.entry[row]
            found.append(
                ReportTrade(
                    account=book.accounts[int(trades.account[row])],
                    symbol=trades.symbols[int(trades.symbol[row])],
                    side="buy" if trades.is_long[row] else "sell",
                    volume=float(trades.volume[row]),
                    entry_time=None if np.isnat(entry) else as_datetime(entry),
                    exit_time=as_datetime(trades.exit[row]),
                    net_profit=amount(int(minor[row]), digits),
                )
            )
    return tuple(found)
