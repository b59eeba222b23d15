"""What a feed reports, booked: deals first, then round trips, positions and state, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from services.calc.ledger import ledger_totals
from services.calc.money import currency_digits
from services.calc.round_trips import round_trips
from services.calc.standing import EPOCH
from services.merging import known_entries
from services.model import ZERO, Account, AccountState, MarginMode, Position, TradeMode
from services.storage import accounts as accounts_table
from services.storage import ledger as ledger_tables
from services.storage import records, series
from services.storage.stops import keep_stops

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.calc.round_trips import OpenTrade
    from services.feed import AccountReport
    from services.model import ClosedTrade
    from services.storage.engine import Database
    from services.whole_ledger import WholeLedger

JUST_OPENED = timedelta(minutes=1)
"""How long after its entry the stop of a position that nobody saw before is taken for its first."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a report did: the account, how many deals were new or changed, and trades that it closed.

    `missing` is the broker's balance minus that of the ledger; 0 when they agree or none was stated.
    """

    account: Account
    is_new: bool
    added: int
    changed: int
    closed: tuple[ClosedTrade, ...]
    missing: Decimal


class LiveBooking:
    """The feed's door into the ledger; booking the same report again changes nothing."""

    def __init__(self, database: Database, ledger: WholeLedger) -> None:
        self._database = database
        self._ledger = ledger

    def book(self, report: AccountReport, source: str) -> Booked:
        """Book a report of the feed called *source*; raises UnavailableError while the database is down."""
        with self._database.begin() as connection:
            accounts_table.lock_account(connection, report.account.login)
            account, is_new = _account(connection, report)
            if is_new:
                accounts_table.add_account(connection, account)
            if report.symbols:
                series.write_symbols(connection, account.server, report.symbols)
            return self._book(connection, account, report, source, is_new=is_new)

    def _book(
        self, connection: Connection, account: Account, report: AccountReport, source: str, *, is_new: bool
    ) -> Booked:
        added, changed = (0, 0)
        if report.deals:
            added, changed = self._ledger.upsert_deals(connection, account.id, report.deals, reason=source)
        state = records.read_state(connection, account.id)
        if state is not None and not (added or changed):
            held = self._positions(connection, account, report, None)
            records.write_state(connection, account.id, state_after(state, report, held, source))
            return Booked(account, is_new, 0, 0, (), _missing(report, state.balance))
        every = self._ledger.deals(connection, account.id)
        totals = ledger_totals(every)
        if is_new and report.stated is not None:
            account = replace(account, opening_balance=report.stated.balance - totals.balance_change)
        before = self._ledger.trades(connection, account.id)
        trips = round_trips(every, digits=account.currency_digits, entries=known_entries(before))
        self._ledger.replace_trades(connection, account.id, trips.closed)
        accounts_table.ledger_changed(
            connection, account.id, opening_balance=account.opening_balance, zone=account.server_zone
        )
        held = self._positions(connection, account, report, trips.open)
        balance = account.opening_balance + totals.balance_change
        time = every[-1].time if every else EPOCH
        booked = AccountState(time, balance, totals.credit, balance, ZERO, None, 0, source)
        records.write_state(connection, account.id, state_after(booked, report, held, source))
        return Booked(
            account, is_new, added, changed, _fresh(trips.closed, before), _missing(report, balance)
        )

    def _positions(
        self,
        connection: Connection,
        account: Account,
        report: AccountReport,
        left: tuple[OpenTrade, ...] | None,
    ) -> tuple[Position, ...]:
        """The open positions after the report: as the feed says, else as the deals leave them."""
        before = ledger_tables.read_positions(connection, account.id)
        if report.positions is not None:
            held = report.positions
        elif left is not None:
            held = _left_open(left, before)
        else:
            return before
        keep_stops(connection, account.id, _first_stops(held, before, report))
        if held != before:
            ledger_tables.replace_positions(connection, account.id, held)
        return held


def _account(connection: Connection, report: AccountReport) -> tuple[Account, bool]:
    """The account that a report is of, and whether it is new."""
    stated = report.account
    found = accounts_table.account_by_login(connection, stated.login, stated.server, stated.currency)
    if found is not None:
        return found, False
    name = accounts_table.free_name(connection, f"{stated.server or stated.company} {stated.login}".strip())
    account = Account(
        id=uuid4(),
        name=name,
        login=stated.login,
        server=stated.server,
        company=stated.company,
        currency=stated.currency,
        currency_digits=currency_digits(stated.currency),
        margin_mode=stated.margin_mode or MarginMode.HEDGING,
        trade_mode=stated.trade_mode or TradeMode.REAL,
        server_zone=report.server_zone or "UTC",
        leverage=stated.leverage,
    )
    return account, True


def _fresh(closed: Iterable[ClosedTrade], before: Iterable[ClosedTrade]) -> tuple[ClosedTrade, ...]:
    known = {(trade.position_id, trade.sequence) for trade in before}
    return tuple(trade for trade in closed if (trade.position_id, trade.sequence) not in known)


def _first_stops(
    held: Iterable[Position], before: Iterable[Position], report: AccountReport
) -> dict[int, Decimal]:
    """Stops of positions that are seen for the first time, right after they were opened."""
    known = {position.position_id for position in before}
    times = [deal.time for deal in report.deals] + ([report.stated.time] if report.stated else [])
    return {
        item.position_id: item.stop_loss
        for item in held
        if item.stop_loss and item.position_id not in known and times
        if max(times) - item.time <= JUST_OPENED
    }


def _left_open(left: Iterable[OpenTrade], before: Iterable[Position]) -> tuple[Position, ...]:
    """What deals leave open, with the prices, stops and swaps that were known of it."""
    known = {position.position_id: position for position in before}
    return tuple(_position(item, known.get(item.position_id)) for item in left)


def _position(item: OpenTrade, known: Position | None) -> Position:
    if known is None:
        return Position(
            position_id=item.position_id,
            symbol=item.symbol,
            side=item.side,
            volume=item.volume,
            time=item.time,
            price_open=item.price_open,
            magic=item.magic,
            comment=item.comment,
        )
    return replace(known, side=item.side, volume=item.volume, time=item.time, price_open=item.price_open)


def state_after(
    state: AccountState, report: AccountReport, held: tuple[Position, ...], source: str
) -> AccountState:
    """The account's state after the report; the balance is always that of the ledger."""
    stated = report.stated
    credit = state.credit if stated is None else stated.credit
    floating = sum((position.profit + position.swap for position in held), ZERO)
    return replace(
        state,
        time=state.time if stated is None else max(state.time, stated.time),
        credit=credit,
        equity=state.balance + credit + floating,
        floating=floating,
        margin=state.margin if stated is None else stated.margin,
        open_positions=len(held),
        source=source,
    )


def _missing(report: AccountReport, balance: Decimal) -> Decimal:
    return ZERO if report.stated is None else report.stated.balance - balance
