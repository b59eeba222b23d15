"""Track records by account, kept in memory for as long as what they were read from stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from services.calc.equity import balance_points, track_of
from services.calc.record import TrackRecord
from services.calc.rollup_points import with_tail
from services.kept import Newest
from services.storage import accounts as accounts_table
from services.storage import ledger, records, tiers
from services.storage.snapshot_series import read_marks
from services.storage.tiers import ArchivedSeries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from services.answers import ImportRecord
    from services.calc.equity import Booked, Snapshots
    from services.model import Account, AccountState, ClosedTrade, Deal
    from services.storage.engine import Database
    from services.storage.snapshot_series import Mark
    from services.storage.tiers import Tiers

KEPT = 200


class Archive(ArchivedSeries, Protocol):
    """Reads what has left the database, and the ledger wherever its rows are."""

    def deals(self, connection: Connection, account_id: UUID) -> tuple[Deal, ...]:
        """Every deal of an account, by time and ticket."""

    def trades(self, connection: Connection, account_id: UUID) -> tuple[ClosedTrade, ...]:
        """Every closed trade of an account, by exit time."""


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The part of a record that stays the same for a ledger version."""

    deals: tuple[Deal, ...]
    trades: tuple[ClosedTrade, ...]
    imports: tuple[ImportRecord, ...]
    booked: Booked


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class TrackRecords:
    """Reads records; the ledger once a version, older snapshots once a day, newer ones when one was added.

    Without *archived* only what is in the database is read.
    """

    def __init__(
        self, database: Database, *, archived: Archive | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._archived = archived
        self._now = now
        self._ledgers: Newest[_Ledger] = Newest(KEPT)
        self._older: Newest[Snapshots] = Newest(KEPT)
        self._records: Newest[TrackRecord] = Newest(KEPT)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.read() as connection:
            return accounts_table.all_accounts(connection)

    def find(self, text: str) -> Account:
        """The account with this UUID, name or login; raises NotFoundError."""
        with self._database.read() as connection:
            return accounts_table.find_account(connection, text)

    def record(self, account_id: UUID) -> TrackRecord:
        """The record of one account; raises NotFoundError."""
        with self._database.read() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            marks = read_marks(connection, account_id)
            return self._current(connection, account, records.read_states(connection), marks)

    def all(self, account_ids: Sequence[UUID] = ()) -> tuple[TrackRecord, ...]:
        """The records of these accounts (all when none are named), by name."""
        with self._database.read() as connection:
            states, marks = records.read_states(connection), read_marks(connection)
            chosen = accounts_table.all_accounts(connection)
            if account_ids:
                chosen = tuple(account for account in chosen if account.id in account_ids)
            return tuple(self._current(connection, account, states, marks) for account in chosen)

    def _current(
        self,
        connection: Connection,
        account: Account,
        states: dict[UUID, AccountState],
        marks: dict[UUID, Mark],
    ) -> TrackRecord:
        state, mark = states.get(account.id), marks[account.id]
        cut = tiers.tiers_at(self._now(), mark.dirty_from)
        kept = self._records.get(
            account.id,
            (account.ledger_version, mark, cut),
            lambda: self._build(connection, account, mark, cut),
        )
        return replace(
            kept, account=account, state=state, positions=ledger.read_positions(connection, account.id)
        )

    def _build(self, connection: Connection, account: Account, mark: Mark, cut: Tiers) -> TrackRecord:
        version = account.ledger_version
        known = self._ledgers.get(account.id, version, lambda: self._ledger(connection, account))
        closed = mark.newest is not None and mark.newest >= cut.quarters_until
        older = self._older.get(
            account.id,
            (version, mark.late_version, cut, None if closed else mark.newest),
            lambda: tiers.read_older(connection, account.id, cut, known.booked, self._archived),
        )
        tail = tiers.read_newer(connection, account.id, cut, known.booked, self._archived)
        track = track_of(known.booked, float(account.opening_balance), with_tail(older, tail))
        return TrackRecord(
            account, known.deals, known.trades, (), known.imports, None, track, mark.late_version
        )

    def _ledger(self, connection: Connection, account: Account) -> _Ledger:
        reads_deals = ledger.read_deals if self._archived is None else self._archived.deals
        reads_trades = ledger.read_trades if self._archived is None else self._archived.trades
        deals = reads_deals(connection, account.id)
        return _Ledger(
            deals,
            reads_trades(connection, account.id),
            records.read_imports(connection, account.id),
            balance_points(deals, float(account.opening_balance)),
        )
