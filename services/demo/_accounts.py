"""The three demo accounts: made, posted through the ledger's one door, and removed again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from services.account_opening import Origin
from services.calc.money import currency_digits
from services.calc.period import as_datetime, as_datetime64
from services.demo._book import Book
from services.demo._cast import DEMO_ACCOUNTS, DemoAccount
from services.demo._prices import INSTRUMENTS, SERVER_ZONE, make_market
from services.model import ZERO, Symbol, TradeMode
from services.statement import StatedAccount, Statement, StatementKind
from services.storage import accounts as accounts_table
from services.storage import series, snapshot_series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from services.demo._prices import Market
    from services.ingest import Ingest
    from services.retention.archive_files import ArchiveFiles
    from services.storage.engine import Database

DEMO_SEED = 20_244
HOURS_A_DAY = 24
SERVER = "Demo-Server"
RATES = (("EUR", "USD"), ("USD", "JPY"))


class Demo:
    """Creates and removes the demo accounts."""

    def __init__(self, database: Database, ingest: Ingest, files: ArchiveFiles) -> None:
        self._database = database
        self._ingest = ingest
        self._files = files

    def create(self, *, seed: int = DEMO_SEED, until: datetime | None = None) -> None:
        """Make the demo accounts anew, two years up to the midnight (UTC) of *until*, today by default."""
        end = (until or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.remove()
        market = make_market(seed, end)
        for number, account in enumerate(DEMO_ACCOUNTS):
            book, statement = made_up(account, market, seed + number)
            self._post(account, statement, book, f"{seed}-{end:%Y%m%d}")
        with self._database.begin() as connection:
            series.write_rates(connection, "demo", _daily_rates(market))
            series.write_symbols(connection, SERVER, _symbols())

    def remove(self) -> int:
        """Remove exactly the demo's rows and archive files; how many accounts there were."""
        with self._database.begin() as connection:
            series.remove_rates(connection, "demo")
            series.remove_symbols(connection, SERVER)
            gone = [account.id for account in accounts_table.all_accounts(connection) if account.is_demo]
            accounts_table.remove_demo_accounts(connection)
        for account_id in gone:
            self._files.remove_account(account_id)
        return len(gone)

    def _post(self, account: DemoAccount, statement: Statement, book: Book, stamp: str) -> None:
        sha256 = hashlib.sha256(f"{account.login}-{stamp}".encode()).hexdigest()
        origin = Origin("demo", sha256, account.name, SERVER_ZONE, is_demo=True)
        (report,) = self._ingest.post([statement], origin, store=True)
        if not report.stored:
            raise ValueError(f"The demo account {account.name} does not reconcile: {report.problems}")
        with self._database.begin() as connection:
            snapshot_series.write_snapshots(connection, snapshots(report.account.id, statement, book))


def made_up(account: DemoAccount, market: Market, seed: int) -> tuple[Book, Statement]:
    """The book of one account and its statement, the same for the same seed and market."""
    book = Book(market, account.currency, currency_digits(account.currency), account.commission)
    strategy = account.strategy(np.random.default_rng(seed))
    plans = {plan.day * HOURS_A_DAY: plan for plan in account.cash}
    for hour in range(market.hours.size - 1):
        if hour in plans:
            book.cash(hour, plans[hour].amount, plans[hour].comment, plans[hour].kind)
        strategy.hour(book, hour)
    positions = book.finish(strategy.open_positions())
    floating = sum((position.profit for position in positions), ZERO)
    swaps = sum((position.swap for position in positions), ZERO)
    statement = Statement(
        format="demo",
        kind=StatementKind.MT5_HISTORY,
        account=StatedAccount(
            login=account.login,
            currency=account.currency,
            server=SERVER,
            company="Demo Markets",
            margin_mode=account.margin_mode,
            trade_mode=TradeMode.DEMO,
            leverage=100,
        ),
        deals=tuple(book.rows),
        positions=positions,
        figures={
            "Balance": str(book.balance),
            "Floating P/L": str(floating),
            "Equity": str(book.balance + floating + swaps),
        },
    )
    return book, statement


def snapshots(account_id: UUID, statement: Statement, book: Book) -> Iterator[tuple[Any, ...]]:
    """Balance and equity at every trading hour and at the end."""
    times = np.array([as_datetime64(row.deal.time) for row in book.rows])
    balances = np.array([float(row.balance or ZERO) for row in book.rows])
    hours = book.market.hours
    rows = np.searchsorted(times, hours, side="right") - 1
    for number in np.flatnonzero(rows >= 0):
        balance = balances[rows[number]]
        equity = round(balance + book.floating[number], book.digits)
        yield (account_id, as_datetime(hours[number]), balance, equity, None, 0)
    end = as_datetime(hours[-1]) + timedelta(minutes=59)
    equity = float(Decimal(statement.figures["Equity"]))
    yield (account_id, end, balances[-1], equity, None, len(statement.positions))


def _symbols() -> Iterator[Symbol]:
    for item in INSTRUMENTS:
        yield Symbol(item.name, item.digits, Decimal(item.contract_size), item.currency_profit)


def _daily_rates(market: Market) -> Iterator[tuple[str, str, Any, Decimal]]:
    days, firsts = np.unique(market.server_days, return_index=True)
    for base, quote in RATES:
        path = market.prices[base + quote]
        for day, row in zip(days, firsts, strict=True):
            yield base, quote, day.astype(datetime), Decimal(str(path[row]))
