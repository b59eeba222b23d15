"""Track records by account, kept in memory for as long as what they were read from stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from services.calc.account_ledger import AccountLedger, LedgerRows
from services.calc.equity import Snapshots, track_of
from services.calc.record import TrackRecord
from services.calc.rollup_points import with_tail
from services.kept import Newest
from services.storage import accounts as accounts_table
from services.storage import ledger, records, tiers
from services.storage.archives import accounts_with_purged
from services.storage.deal_columns import read_deal_columns, read_other_deals
from services.storage.kept_columns import read_kept
from services.storage.snapshot_series import read_marks
from services.storage.tiers import ArchivedSeries
from services.storage.trade_columns import read_trade_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from services.answers import ImportRecord
    from services.calc.equity import Booked
    from services.model import Account, AccountState, ClosedTrade, Deal, Position
    from services.storage.engine import Database
    from services.storage.snapshot_series import Mark
    from services.storage.tiers import Tiers

KEPT = 1_000  # records, and snapshots of accounts
KEPT_ROWS = 5_000_000  # deals and trades as columns, about 60 bytes each
KEPT_OBJECTS = 250_000  # deals and trades as rows, about 1,000 bytes each
LEDGER_TABLES = ("deals", "trade_performance")
NOTHING = Snapshots(np.zeros(0, dtype="datetime64[us]"), np.zeros(0), np.zeros(0))


class Archive(ArchivedSeries, Protocol):
    """Reads what has left the database, and the ledger wherever its rows are."""

    def deals(self, connection: Connection, account_id: UUID) -> tuple[Deal, ...]:
        """Every deal of an account, by time and ticket."""

    def trades(self, connection: Connection, account_id: UUID) -> tuple[ClosedTrade, ...]:
        """Every closed trade of an account, by exit time."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An account with what its record is read by: ledger version, last snapshot, grain of older ones.

    Two that are equal have equal records, but for the state and the positions of the moment.
    """

    account: Account
    mark: Mark
    tiers: Tiers


@dataclass(frozen=True, slots=True)
class _Known:
    """The part of a record that stays the same for a ledger version."""

    ledger: AccountLedger
    imports: tuple[ImportRecord, ...]
    booked: Booked


@dataclass(frozen=True, slots=True)
class _Now:
    """What is read anew for every record."""

    states: dict[UUID, AccountState]
    marks: dict[UUID, Mark]
    positions: dict[UUID, tuple[Position, ...]]


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class TrackRecords:
    """Reads records; the ledger once a version, older snapshots once a day, newer ones when one was added.

    Without *archived* only what is in the database is read. *with_rows* makes the columns of the ledger's
    rows, all read at one instant; else the database makes the columns, and rows are read when asked for.
    """

    def __init__(
        self,
        database: Database,
        *,
        archived: Archive | None = None,
        now: Callable[[], datetime] = utc_now,
        with_rows: bool = False,
    ) -> None:
        self._database = database
        self._archived = archived
        self._now = now
        self._with_rows = with_rows
        self._known: Newest[_Known] = Newest(
            KEPT_ROWS, lambda known: KEPT_ROWS // (10 * KEPT) + known.ledger.count
        )
        self._rows: Newest[LedgerRows] = Newest(KEPT_OBJECTS, lambda rows: 1 + rows.count)
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
            return self._several(connection, [account], read_marks(connection, account_id))[0]

    def all(self, account_ids: Sequence[UUID] = ()) -> tuple[TrackRecord, ...]:
        """The records of these accounts (all when none are named), by name."""
        wanted = set(account_ids)
        with self._database.read() as connection:
            marks, chosen = read_marks(connection), accounts_table.all_accounts(connection)
            if wanted:
                chosen = tuple(account for account in chosen if account.id in wanted)
            return self._several(connection, chosen, marks)

    def marked(self, account_ids: Sequence[UUID] = ()) -> tuple[Marked, ...]:
        """What these accounts (all when none are named) are read by, by name; no ledger is."""
        wanted, now = set(account_ids), self._now()
        with self._database.read() as connection:
            marks, everyone = read_marks(connection), accounts_table.all_accounts(connection)
        return tuple(
            Marked(one, marks[one.id], tiers.tiers_at(now, marks[one.id].dirty_from))
            for one in everyone
            if not wanted or one.id in wanted
        )

    def _several(
        self, connection: Connection, accounts: Sequence[Account], marks: dict[UUID, Mark]
    ) -> tuple[TrackRecord, ...]:
        ids = [account.id for account in accounts]
        present = _Now(records.read_states(connection), marks, ledger.positions_of(connection, ids))
        unknown = [item for item in accounts if not self._known.holds(item.id, item.ledger_version)]
        made = self._read_ledgers(connection, unknown)
        for account in unknown:
            self._known.get(account.id, account.ledger_version, partial(made.__getitem__, account.id))
        return tuple(self._current(connection, account, present, made) for account in accounts)

    def _current(
        self, connection: Connection, account: Account, present: _Now, made: dict[UUID, _Known]
    ) -> TrackRecord:
        mark = present.marks[account.id]
        cut = tiers.tiers_at(self._now(), mark.dirty_from)
        kept = self._records.get(
            account.id,
            (account.ledger_version, mark, cut),
            lambda: self._build(connection, account, mark, cut, made),
        )
        return replace(
            kept,
            account=account,
            state=present.states.get(account.id),
            positions=present.positions[account.id],
        )

    def _build(
        self, connection: Connection, account: Account, mark: Mark, cut: Tiers, made: dict[UUID, _Known]
    ) -> TrackRecord:
        version = account.ledger_version

        def read() -> _Known:
            return made.get(account.id) or self._read_ledgers(connection, [account])[account.id]

        known = self._known.get(account.id, version, read)
        opening = float(account.opening_balance)
        snapshots = NOTHING if mark.is_empty else self._snapshots(connection, account, mark, cut, known)
        track = track_of(known.booked, opening, snapshots)
        return TrackRecord(account, known.ledger, (), known.imports, None, track, mark.late_version)

    def _snapshots(
        self, connection: Connection, account: Account, mark: Mark, cut: Tiers, known: _Known
    ) -> Snapshots:
        closed = mark.newest is not None and mark.newest >= cut.quarters_until
        older = self._older.get(
            account.id,
            (account.ledger_version, mark.late_version, cut, None if closed else mark.newest),
            lambda: tiers.read_older(connection, account.id, cut, known.booked, self._archived),
        )
        tail = tiers.read_newer(connection, account.id, cut, known.booked, self._archived)
        return with_tail(older, tail)

    def _read_ledgers(self, connection: Connection, accounts: Sequence[Account]) -> dict[UUID, _Known]:
        """The ledgers of accounts, all of them in a few queries but for those with archived rows."""
        if not accounts:
            return {}
        imports = records.imports_of(connection, [account.id for account in accounts])
        ledgers = self._ledgers(connection, accounts)
        return {
            account.id: _Known(
                ledgers[account.id],
                imports[account.id],
                ledgers[account.id].deals.booked(float(account.opening_balance)),
            )
            for account in accounts
        }

    def _ledgers(self, connection: Connection, accounts: Sequence[Account]) -> dict[UUID, AccountLedger]:
        found = self._kept_ledgers(connection, accounts)
        unknown = [account for account in accounts if account.id not in found]
        by_rows = self._read_by_rows(connection, unknown)
        found |= {
            account.id: self._of_rows(connection, account) for account in unknown if account.id in by_rows
        }
        others = [account for account in unknown if account.id not in by_rows]
        ids = [account.id for account in others]
        if not ids:
            return found
        deals, trades = read_deal_columns(connection, ids), read_trade_columns(connection, ids)
        rest = read_other_deals(connection, ids)
        for account in others:
            key = account.id
            found[key] = AccountLedger(deals[key], trades[key], rest[key], self._reader(account))
        return found

    def _kept_ledgers(self, connection: Connection, accounts: Sequence[Account]) -> dict[UUID, AccountLedger]:
        if self._with_rows:
            return {}
        kept = read_kept(connection, {account.id: account.ledger_version for account in accounts})
        return {
            account.id: AccountLedger(*kept[account.id], self._reader(account))
            for account in accounts
            if account.id in kept
        }

    def _of_rows(self, connection: Connection, account: Account) -> AccountLedger:
        made = AccountLedger.of(self._read_rows(connection, account.id))
        return made if self._with_rows else replace(made, rows=self._reader(account))

    def _reader(self, account: Account) -> Callable[[], LedgerRows]:
        return partial(self._rows_of, account.id, account.ledger_version)

    def _read_by_rows(self, connection: Connection, accounts: Sequence[Account]) -> set[UUID]:
        if self._with_rows:
            return {account.id for account in accounts}
        if self._archived is None:
            return set()
        return accounts_with_purged(connection, LEDGER_TABLES) & {account.id for account in accounts}

    def _rows_of(self, account_id: UUID, version: int) -> LedgerRows:
        def read() -> LedgerRows:
            with self._database.read() as connection:
                return self._read_rows(connection, account_id)

        return self._rows.get(account_id, version, read)

    def _read_rows(self, connection: Connection, account_id: UUID) -> LedgerRows:
        reads_deals = ledger.read_deals if self._archived is None else self._archived.deals
        reads_trades = ledger.read_trades if self._archived is None else self._archived.trades
        return LedgerRows(reads_deals(connection, account_id), reads_trades(connection, account_id))
