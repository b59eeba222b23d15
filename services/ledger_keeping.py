"""Ledgers kept as columns beside their rows, so that a process that has just started reads them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.storage.kept_columns import accounts_to_keep, keep

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.performance import Performance
    from services.storage.engine import Database


class LedgerKeeping:
    """Keeps the ledgers that changed; what is kept carries its version and is read in that version only."""

    def __init__(self, database: Database, performance: Performance) -> None:
        self._database = database
        self._performance = performance

    def fill(self) -> int:
        """Keep every ledger that is not kept as it is now; how many there were."""
        with self._database.begin() as connection:
            changed = accounts_to_keep(connection)
        for account_id in changed:
            self._keep(self._performance.record(account_id))
        return len(changed)

    def make_again(self, account_id: UUID) -> None:
        """Keep a ledger as its rows are, whatever is kept of it."""
        self._keep(self._performance.fresh(account_id))

    def _keep(self, record: TrackRecord) -> None:
        ledger = record.ledger.deals, record.ledger.trades, record.ledger.others
        with self._database.begin() as connection:
            keep(connection, record.account.id, record.account.ledger_version, ledger)
