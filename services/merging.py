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
from services.model import ZERO, DealEntry
from services.statement import StatementKind
from services.storage import accounts as accounts_table
from services.storage import residuals
from services.storage.instruments import read_events, read_instruments

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.calc.reconcile import Reconciled
    from services.calc.round_trips import RoundTrips
    from services.instrument import DealEvent, Instrument
    from services.model import Account, ClosedTrade, Deal
    from services.statement import Statement
    from services.whole_ledger import WholeLedger


@dataclass(frozen=True, slots=True)
class MergedLedger:
    """An account's whole ledger after the statement: what was added, and what it makes.

    `filled` is what it moved the balance by that the ledger had before, `gap` what is missing beside it.
    """

    added: int
    changed: int
    deals: tuple[Deal, ...]
    trips: RoundTrips
    opening: Decimal
    gap: Decimal
    filled: Decimal
    is_newest: bool


def located(
    connection: Connection, statement: Statement, account: Account, known: tuple[Deal, ...]
) -> tuple[Statement, list[Deal]]:
    """The statement in UTC, and known deals that it changes.

    Executions without entries are booked together with what is known already, which may change that too.
    """
    statement = relocate(statement, server_zone(account.server_zone))
    if not statement.needs_netting:
        return statement, []
    fresh = {row.deal.ticket: row.deal for row in statement.deals}
    before = {deal.ticket: deal for deal in known}
    instruments, events = told_of(connection, statement, account)
    booked = book_netting(
        (before | fresh).values(),
        multipliers={symbol: told.multiplier for symbol, told in instruments.items()},
        digits=account.currency_digits,
        events=events,
    )
    by_ticket = {deal.ticket: deal for deal in booked}
    rows = tuple(replace(row, deal=by_ticket[row.deal.ticket]) for row in statement.deals)
    changed = [deal for deal in booked if deal.ticket not in fresh and deal != before[deal.ticket]]
    return replace(statement, deals=rows, instruments=instruments, events=events), changed


def told_of(
    connection: Connection, statement: Statement, account: Account
) -> tuple[dict[str, Instrument], dict[int, DealEvent]]:
    """What this and earlier files say of symbols, and of deals that are no plain trades."""
    known = read_instruments(connection, [account.id])[account.id]
    fresh = {symbol: told.beside(known.get(symbol)) for symbol, told in statement.instruments.items()}
    return known | fresh, read_events(connection, [account.id])[account.id] | statement.events


def believed(statement: Statement, known: Sequence[Deal]) -> list[Deal]:
    """The statement's deals; where what is *known* was told by a later or longer statement, that one's.

    A MetaTrader 4 statement printed before another knows less of the same tickets: trades it lists as open
    have been closed, whole or in parts. A report that begins within the ledger cannot see the entries before
    it, so the position ids of the ledger are the better ones.
    """
    deals = [row.deal for row in statement.deals]
    if not known or not deals or statement.needs_netting:
        return deals
    before = {deal.ticket: deal for deal in known}
    if statement.kind is StatementKind.MT4_STATEMENT:
        return [before.get(deal.ticket, deal) for deal in deals] if _end(deals) < _end(known) else deals
    if min(deal.server_time for deal in deals) <= min(deal.server_time for deal in known):
        return deals
    entered = {deal.position_id for deal in known if deal.is_trade and deal.entry is DealEntry.IN}
    return [_kept_position(deal, before.get(deal.ticket), entered) for deal in deals]


def _kept_position(deal: Deal, before: Deal | None, entered: Collection[int]) -> Deal:
    if before is None or before.position_id == deal.position_id or before.position_id not in entered:
        return deal
    return replace(deal, position_id=before.position_id)


def merge(
    connection: Connection,
    ledger: WholeLedger,
    account: Account,
    statement: Statement,
    result: Reconciled,
    known: tuple[Deal, ...],
    rebooked: list[Deal],
) -> MergedLedger:
    """Write the statement's deals beside the *known* ones and derive what both make together."""
    deals = believed(statement, known)
    touched = [*(rebooked or _moved_clock(account, statement, known)), *deals]
    added, changed = ledger.upsert_deals(connection, account.id, touched, reason="import")
    if not known:
        return _alone(added, changed, deals, result)
    merged = ledger.deals(connection, account.id)
    opening = _opening(account, result, deals, known)
    entries = known_entries((*ledger.trades(connection, account.id), *result.trips.closed))
    return MergedLedger(
        added=added,
        changed=changed,
        deals=merged,
        trips=round_trips(merged, digits=account.currency_digits, entries=entries),
        opening=opening,
        gap=_gap(statement, merged, opening, residuals.accepted_before(connection, account.id, _end(deals)))
        or _hole(account, known, merged, opening),
        filled=_balance_of(merged, opening) - _balance_of(known, account.opening_balance),
        is_newest=statement.needs_netting or _end(deals) >= _end(known),
    )


def _alone(added: int, changed: int, deals: Sequence[Deal], result: Reconciled) -> MergedLedger:
    """The ledger of a new account."""
    return MergedLedger(
        added=added,
        changed=changed,
        deals=tuple(in_order(deals)),
        trips=result.trips,
        opening=result.opening_balance,
        gap=ZERO,
        filled=ZERO,
        is_newest=True,
    )


def balance_at(merged: MergedLedger, end: datetime) -> Decimal:
    """The ledger's balance at a server's time."""
    return _balance(merged.deals, merged.opening, end)


def remake(connection: Connection, ledger: WholeLedger, account: Account) -> None:
    """Derive the account's closed trades from its deals again, after their classes changed."""
    deals = ledger.deals(connection, account.id)
    entries = known_entries(ledger.trades(connection, account.id))
    trips = round_trips(deals, digits=account.currency_digits, entries=entries)
    ledger.replace_trades(connection, account.id, trips.closed)
    accounts_table.ledger_changed(
        connection, account.id, opening_balance=account.opening_balance, zone=account.server_zone
    )


def known_entries(trades: Iterable[ClosedTrade]) -> dict[int, tuple[datetime, Decimal]]:
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


def _opening(account: Account, result: Reconciled, deals: Sequence[Deal], known: Sequence[Deal]) -> Decimal:
    """What was there before the ledger: stated by whichever begins first, by deals that moved money."""
    mine, theirs = _first_money(deals), _first_money(known)
    starts_first = mine is not None and (theirs is None or mine < theirs)
    return result.opening_balance if starts_first else account.opening_balance


def _first_money(deals: Iterable[Deal]) -> tuple[datetime, int] | None:
    return min(((deal.server_time, deal.ticket) for deal in deals if deal.cash), default=None)


def _end(deals: Iterable[Deal]) -> datetime:
    """The server's time of the last deal: the zone it is read by may change."""
    return max(deal.server_time for deal in deals)


def _gap(statement: Statement, merged: tuple[Deal, ...], opening: Decimal, accepted: Decimal) -> Decimal:
    """Stated balance minus that of the whole ledger up to the statement's last deal.

    What earlier statements left open and a person *accepted* is not missing again.
    """
    stated = stated_balance(statement)
    if stated is None:
        return ZERO
    end = _end(row.deal for row in statement.deals)
    gap = stated - _balance(merged, opening, end)
    return gap and gap - accepted


def _balance_of(deals: Iterable[Deal], opening: Decimal) -> Decimal:
    """What an account holds after *deals*."""
    return opening + ledger_totals(deals).balance_change


def _balance(deals: Iterable[Deal], opening: Decimal, end: datetime) -> Decimal:
    return _balance_of((deal for deal in deals if deal.server_time <= end), opening)


def _hole(account: Account, known: Sequence[Deal], merged: Iterable[Deal], opening: Decimal) -> Decimal:
    """What an earlier statement leaves out before the deals that were *known*; 0 when they follow on it."""
    start = _first_money(known)
    if start is None or opening == account.opening_balance:
        return ZERO
    before = [deal for deal in merged if (deal.server_time, deal.ticket) < start]
    return account.opening_balance - opening - ledger_totals(before).balance_change
