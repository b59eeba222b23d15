"""One statement posted to its account inside a transaction: deals, trades, positions, state and record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from services.account_opening import account_for, zone_for
from services.answers import ImportReport
from services.calc.credit import with_credit
from services.calc.money import round_money
from services.calc.reconcile import reconcile, stated_balance
from services.end_state import positions_after, state_after
from services.merging import balance_at, located, merge
from services.storage import accounts as accounts_table
from services.storage import ledger as ledger_tables
from services.storage import records, residuals
from services.storage.instruments import write_events, write_instruments
from services.storage.stops import keep_stops

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.account_opening import Origin
    from services.calc.reconcile import Reconciled
    from services.merging import MergedLedger
    from services.model import Account
    from services.statement import Statement
    from services.whole_ledger import WholeLedger


def post(connection: Connection, ledger: WholeLedger, statement: Statement, origin: Origin) -> ImportReport:
    """Write *statement* to its account and say what it did; the caller commits or rolls back.

    Raises InvalidInputError for an unknown zone or an account that is another one's.
    """
    accounts_table.lock_account(connection, statement.account.login)
    account, is_new = account_for(connection, statement, origin)
    zone, reason = zone_for(account, statement, origin, is_new=is_new)
    account = replace(account, server_zone=zone)
    if is_new:
        accounts_table.add_account(connection, account)
    known = () if is_new else ledger.deals(connection, account.id)
    statement, rebooked = located(connection, with_credit(statement), account, known)
    result = reconcile(
        statement,
        digits=account.currency_digits,
        zone="UTC" if statement.times_are_utc else account.server_zone,
    )
    merged = merge(connection, ledger, account, statement, result, known, rebooked)
    account = replace(account, opening_balance=merged.opening)
    report = _report(account, statement, origin, result, merged, is_new=is_new, zone_reason=reason)
    write_instruments(connection, account.id, statement.instruments)
    write_events(connection, account.id, statement.events)
    is_known = not is_new and records.is_imported(connection, account.id, origin.sha256)
    if is_known and not merged.added and not merged.changed:
        return replace(report, warnings=(*report.warnings, "This file was imported before; nothing changed."))
    ledger.replace_trades(connection, account.id, merged.trips.closed)
    _write_rest(connection, report, statement, merged)
    _record(connection, report, statement, origin)
    if known:
        residuals.settle(connection, account.id, partial(balance_at, merged))
    return report


def _report(
    account: Account,
    statement: Statement,
    origin: Origin,
    result: Reconciled,
    merged: MergedLedger,
    *,
    is_new: bool,
    zone_reason: str,
) -> ImportReport:
    residual, problems = _unexplained(account, result, merged)
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
        problems=problems,
        warnings=(*statement.warnings, *result.trips.warnings, *_ignored_name(account, origin)),
        server_zone=account.server_zone,
        server_zone_reason=zone_reason,
        window_start=min(times),
        window_end=max(times),
        stored=False,
    )


def _ignored_name(account: Account, origin: Origin) -> tuple[str, ...]:
    """A sentence when the person named the account otherwise than it is called already."""
    known = (account.name.casefold(), account.login.casefold(), str(account.id))
    if origin.account is None or origin.account.casefold() in known:
        return ()
    return (f"The file's account is {account.name!r} already; the name {origin.account!r} is not used.",)


def _unexplained(
    account: Account, result: Reconciled, merged: MergedLedger
) -> tuple[Decimal, tuple[str, ...]]:
    """What the statement itself leaves open, or else what is missing between it and earlier ones."""
    if not merged.gap or result.residual:
        return result.residual, result.problems
    missing = round_money(merged.gap, account.currency_digits)
    problem = (
        f"With what was imported before, {missing} {account.currency} are missing between the statements:"
        " import the statement of the time between them too."
    )
    return missing, (*result.problems, problem)


def _write_rest(
    connection: Connection, report: ImportReport, statement: Statement, merged: MergedLedger
) -> None:
    account = report.account
    keep_stops(connection, account.id, statement.stops)
    if merged.is_newest and report.window_end is not None:
        held = positions_after(statement, account, merged.trips)
        ledger_tables.replace_positions(connection, account.id, held)
        records.write_state(connection, account.id, state_after(report, statement, merged, held))
    else:
        records.move_state(connection, account.id, merged.filled)
    accounts_table.ledger_changed(
        connection, account.id, opening_balance=account.opening_balance, zone=account.server_zone
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
            "has_dates_only": statement.has_dates_only,
            "figures": records.figures_to_json(report.figures),
            "warnings": [*report.problems, *report.warnings],
        },
    )
