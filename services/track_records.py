"""Track records by account, kept in memory for as long as their ledger and snapshots stay the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from services.calc.record import TrackRecord
from services.storage import accounts as accounts_table
from services.storage import ledger, records, snapshot_series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from services.model import Account, AccountState
    from services.storage.engine import Database

KEPT = 200


class TrackRecords:
    """Reads records; each is built once per ledger version and newest snapshot, its state is always fresh."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[UUID, int, datetime | None], TrackRecord] = OrderedDict()
        self._lock = Lock()

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
            return self._current(connection, account, records.read_states(connection))

    def all(self, account_ids: Sequence[UUID] = ()) -> tuple[TrackRecord, ...]:
        """The records of these accounts (all when none are named), by name."""
        with self._database.read() as connection:
            states = records.read_states(connection)
            chosen = accounts_table.all_accounts(connection)
            if account_ids:
                chosen = tuple(account for account in chosen if account.id in account_ids)
            return tuple(self._current(connection, account, states) for account in chosen)

    def _current(
        self, connection: Connection, account: Account, states: dict[UUID, AccountState]
    ) -> TrackRecord:
        state = states.get(account.id)
        key = (account.id, account.ledger_version, snapshot_series.newest_snapshot(connection, account.id))
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            kept = self._build(connection, account, state)
            self._keep(key, kept)
        return replace(
            kept, account=account, state=state, positions=ledger.read_positions(connection, account.id)
        )

    def _build(self, connection: Connection, account: Account, state: AccountState | None) -> TrackRecord:
        return TrackRecord.of(
            account,
            ledger.read_deals(connection, account.id),
            ledger.read_trades(connection, account.id),
            (),
            records.read_imports(connection, account.id),
            state,
            snapshot_series.read_snapshots(connection, account.id),
        )

    def _keep(self, key: tuple[UUID, int, datetime | None], record: TrackRecord) -> None:
        with self._lock:
            for old in [known for known in self._kept if known[0] == key[0]]:
                del self._kept[old]
            self._kept[key] = record
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
