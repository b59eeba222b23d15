"""An account's ledger with a statement merged into it: deals written, closed trades derived again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.calc.ledger import ledger_totals
from services.calc.netting import book_netting
from services.calc.reconcile import stated_balance
from services.calc.relocate import Clock, relocate
from services.calc.round_trips import in_order, round_trips
from services.calc.server_zone import server_zone
from services.model import ZERO
from services.storage import accounts as accounts_table
from services.storage import ledger, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.calc.reconcile import Reconciled
    from services.calc.round_trips import RoundTrips
    from services.model import Account, ClosedTrade, Deal
    from services.statement import Statement


@dataclass(frozen=True, slots=True)
class MergedLedger:
    """An account's whole ledger after the statement: what was added, and what it makes."""

    added: int
    changed: int
    deals: tuple[Deal, ...]
    trips: RoundTrips
    opening: Decimal
    gap: Decimal
    is_newest: bool


def located(statement: Statement, account: Account, known: tuple[Deal, ...]) -> tuple[Statement, list[Deal]]:
    """The statement in UTC, and known deals that it changes.

    Executions without entries are booked together with what is known already, which may change that too.
    """
    statement = relocate(statement, server_zone(account.server_zone))
    if not statement.needs_netting:
        return statement, []
    fresh = {row.deal.ticket: row.deal for row in statement.deals}
    before = {deal.ticket: deal for deal in known}
    booked = book_netting(
        (before | fresh).values(), multipliers=statement.multipliers, digits=account.currency_digits
    )
    by_ticket = {deal.ticket: deal for deal in booked}
    rows = tuple(replace(row, deal=by_ticket[row.deal.ticket]) for row in statement.deals)
    changed = [deal for deal in booked if deal.ticket not in fresh and deal != before[deal.ticket]]
    return replace(statement, deals=rows), changed


def merge(
    connection: Connection,
    account: Account,
    statement: Statement,
    result: Reconciled,
    known: tuple[Deal, ...],
    rebooked: list[Deal],
) -> MergedLedger:
    """Write the statement's deals beside the *known* ones and derive what both make together."""
    deals = [row.deal for row in statement.deals]
    touched = [*(rebooked or _moved_clock(account, statement, known)), *deals]
    added, changed = ledger.upsert_deals(connection, account.id, touched, reason="import")
    if not known:
        return MergedLedger(
            added, changed, tuple(in_order(deals)), result.trips, result.opening_balance, ZERO, is_newest=True
        )
    merged = ledger.read_deals(connection, account.id)
    before = records.earliest_opening(connection, account.id)
    starts_first = before is None or min(deal.time for deal in deals) <= before[0]
    opening = result.opening_balance if starts_first or before is None else before[1]
    entries = _known_entries((*ledger.read_trades(connection, account.id), *result.trips.closed))
    return MergedLedger(
        added=added,
        changed=changed,
        deals=merged,
        trips=round_trips(merged, digits=account.currency_digits, entries=entries),
        opening=opening,
        gap=_gap(statement, merged, opening),
        is_newest=max(deal.time for deal in deals) >= known[-1].time,
    )


def remake(connection: Connection, account: Account) -> None:
    """Derive the account's closed trades from its deals again, after their classes changed."""
    deals = ledger.read_deals(connection, account.id)
    entries = _known_entries(ledger.read_trades(connection, account.id))
    trips = round_trips(deals, digits=account.currency_digits, entries=entries)
    ledger.replace_trades(connection, account.id, trips.closed)
    accounts_table.ledger_changed(
        connection, account.id, opening_balance=account.opening_balance, zone=account.server_zone
    )


def _known_entries(trades: Iterable[ClosedTrade]) -> dict[int, tuple[datetime, Decimal]]:
    """Entries of orphans that an earlier statement told."""
    return {
        trade.position_id: (trade.entry_time, trade.entry_price)
        for trade in trades
        if trade.is_orphan and trade.entry_time is not None and trade.entry_price is not None
    }


def _moved_clock(account: Account, statement: Statement, known: tuple[Deal, ...]) -> list[Deal]:
    """Known deals whose UTC time another server zone changes."""
    if statement.times_are_utc or not known:
        return []
    clock = Clock(server_zone(account.server_zone))
    fresh = {row.deal.ticket for row in statement.deals}
    kept = [deal for deal in known if deal.ticket not in fresh]
    return [moved for deal in kept if (moved := clock.relocated(deal)) != deal]


def _gap(statement: Statement, merged: tuple[Deal, ...], opening: Decimal) -> Decimal:
    """Stated balance minus that of the whole ledger up to the statement's last deal."""
    stated = stated_balance(statement)
    if stated is None:
        return ZERO
    end = max(row.deal.time for row in statement.deals)
    upto = [deal for deal in merged if deal.time <= end]
    return stated - opening - ledger_totals(upto).balance_change
