"""One statement posted to its account inside a transaction: deals, trades, positions, state and record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.account_opening import account_for, zone_for
from services.answers import ImportReport
from services.calc.ledger import ledger_totals
from services.calc.money import round_money
from services.calc.netting import book_netting
from services.calc.reconcile import reconcile, stated_balance
from services.calc.relocate import Clock, relocate
from services.calc.round_trips import in_order, round_trips
from services.calc.server_zone import server_zone
from services.calc.stated import canonical, decimals_in
from services.model import ZERO, AccountState, Position
from services.storage import accounts as accounts_table
from services.storage import ledger, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.account_opening import Origin
    from services.calc.reconcile import Reconciled
    from services.calc.round_trips import RoundTrips
    from services.model import Account, ClosedTrade, Deal
    from services.statement import Statement


@dataclass(frozen=True, slots=True)
class _Ledger:
    """An account's whole ledger after the statement: what was added, and what it makes."""

    added: int
    changed: int
    deals: tuple[Deal, ...]
    trips: RoundTrips
    opening: Decimal
    gap: Decimal
    is_newest: bool


def post(connection: Connection, statement: Statement, origin: Origin) -> ImportReport:
    """Write *statement* to its account and say what it did; the caller commits or rolls back.

    Raises InvalidInputError for an unknown zone or an account that is another one's.
    """
    accounts_table.lock_account(connection, statement.account.login)
    account, is_new = account_for(connection, statement, origin)
    zone, reason = zone_for(account, statement, origin, is_new=is_new)
    account = replace(account, server_zone=zone)
    if is_new:
        accounts_table.add_account(connection, account)
    known = () if is_new else ledger.read_deals(connection, account.id)
    statement, rebooked = _located(statement, account, known)
    result = reconcile(statement, digits=account.currency_digits)
    merged = _write_ledger(connection, account, statement, result, known, rebooked)
    account = replace(account, opening_balance=merged.opening)
    report = _report(account, statement, origin, result, merged, is_new=is_new, zone_reason=reason)
    is_known = not is_new and records.is_imported(connection, account.id, origin.sha256)
    if is_known and not merged.added and not merged.changed:
        return replace(report, warnings=(*report.warnings, "This file was imported before; nothing changed."))
    _write_rest(connection, report, statement, merged)
    _record(connection, report, statement, origin)
    return report


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


def _located(statement: Statement, account: Account, known: tuple[Deal, ...]) -> tuple[Statement, list[Deal]]:
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


def _write_ledger(
    connection: Connection,
    account: Account,
    statement: Statement,
    result: Reconciled,
    known: tuple[Deal, ...],
    rebooked: list[Deal],
) -> _Ledger:
    deals = [row.deal for row in statement.deals]
    touched = [*(rebooked or _moved_clock(account, statement, known)), *deals]
    added, changed = ledger.upsert_deals(connection, account.id, touched, reason="import")
    if not known:
        return _Ledger(
            added, changed, tuple(in_order(deals)), result.trips, result.opening_balance, ZERO, is_newest=True
        )
    merged = ledger.read_deals(connection, account.id)
    before = records.earliest_opening(connection, account.id)
    starts_first = before is None or min(deal.time for deal in deals) <= before[0]
    opening = result.opening_balance if starts_first or before is None else before[1]
    entries = _known_entries((*ledger.read_trades(connection, account.id), *result.trips.closed))
    return _Ledger(
        added=added,
        changed=changed,
        deals=merged,
        trips=round_trips(merged, digits=account.currency_digits, entries=entries),
        opening=opening,
        gap=_gap(statement, merged, opening),
        is_newest=max(deal.time for deal in deals) >= known[-1].time,
    )


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


def _report(
    account: Account,
    statement: Statement,
    origin: Origin,
    result: Reconciled,
    merged: _Ledger,
    *,
    is_new: bool,
    zone_reason: str,
) -> ImportReport:
    problems = list(result.problems)
    residual = result.residual
    if merged.gap and not residual:
        residual = round_money(merged.gap, account.currency_digits)
        problems.append(
            f"With what was imported before, {residual} {account.currency} are missing between"
            " the statements: import the statement of the time between them too."
        )
    times = [row.deal.time for row in statement.deals]
    return ImportReport(
        file=origin.filename,
        sha256=origin.sha256,
        format=statement.format,
        account=account,
        is_new_account=is_new,
        deals=len(statement.deals),
        new_deals=merged.added,
        changed_deals=merged.changed,
        trades=len(result.trips.closed),
        open_positions=len(statement.positions) or len(result.trips.open),
        deposits=result.totals.deposits,
        withdrawals=result.totals.withdrawals,
        opening_balance=result.opening_balance,
        orphans=result.orphans,
        residual=residual,
        figures=result.figures,
        chain=result.chain,
        problems=tuple(problems),
        warnings=(*statement.warnings, *result.trips.warnings),
        server_zone=account.server_zone,
        server_zone_reason=zone_reason,
        window_start=min(times),
        window_end=max(times),
        stored=False,
    )


def _write_rest(connection: Connection, report: ImportReport, statement: Statement, merged: _Ledger) -> None:
    account = report.account
    ledger.replace_trades(connection, account.id, merged.trips.closed)
    if merged.is_newest and report.window_end is not None:
        held = _positions(statement, account, merged.trips)
        ledger.replace_positions(connection, account.id, held)
        records.write_state(connection, account.id, _state(report, statement, merged, held))
    accounts_table.ledger_changed(
        connection, account.id, opening_balance=account.opening_balance, zone=account.server_zone
    )


def _positions(statement: Statement, account: Account, trips: RoundTrips) -> list[Position]:
    """Open positions as the file states them; without such a section, as its deals leave them."""
    clock = Clock(server_zone(account.server_zone))
    if statement.positions:
        return [
            Position(
                position_id=stated.position_id,
                symbol=stated.symbol,
                side=stated.side,
                volume=stated.volume,
                time=clock.to_utc(stated.open_time),
                price_open=stated.price_open,
                price_current=stated.price_current,
                stop_loss=stated.stop_loss,
                take_profit=stated.take_profit,
                swap=stated.swap + stated.commission,
                profit=stated.profit,
                comment=stated.comment,
            )
            for stated in statement.positions
        ]
    return [
        Position(
            position_id=left.position_id,
            symbol=left.symbol,
            side=left.side,
            volume=left.volume,
            time=left.time,
            price_open=left.price_open,
            magic=left.magic,
            comment=left.comment,
        )
        for left in trips.open
    ]


def _state(report: ImportReport, statement: Statement, merged: _Ledger, held: list[Position]) -> AccountState:
    totals = ledger_totals(merged.deals)
    balance = merged.opening + totals.balance_change
    floating = sum((position.profit + position.swap for position in held), ZERO)
    margin = next((text for name, text in statement.figures.items() if canonical(name) == "margin"), "")
    return AccountState(
        time=max(deal.time for deal in merged.deals),
        balance=balance,
        credit=totals.credit,
        equity=balance + totals.credit + floating,
        floating=floating,
        margin=next(iter(decimals_in(margin)), None),
        open_positions=len(held),
        source=report.file,
    )


def _record(connection: Connection, report: ImportReport, statement: Statement, origin: Origin) -> None:
    records.record_import(
        connection,
        {
            "account_id": report.account.id,
            "sha256": report.sha256,
            "filename": report.file,
            "format": report.format,
            "kind": statement.kind.value,
            "server_zone": report.server_zone,
            "window_start": report.window_start,
            "window_end": report.window_end,
            "deals": report.deals,
            "new_deals": report.new_deals,
            "changed_deals": report.changed_deals,
            "trades": report.trades,
            "opening_balance": report.opening_balance,
            "stated_balance": stated_balance(statement),
            "residual": report.residual,
            "accepted_residual": origin.accept_residual and not report.reconciles,
            "is_partial": report.is_partial,
            "figures": records.figures_to_json(report.figures),
            "warnings": [*report.problems, *report.warnings],
        },
    )
