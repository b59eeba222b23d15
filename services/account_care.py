"""What a person may change of an account: its name, what its deals are, whether it is there; all audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.merging import remake
from services.storage import accounts as accounts_table
from services.storage import records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from services.model import DealClass
    from services.retention.archive_files import ArchiveFiles
    from services.storage.engine import Database
    from services.whole_ledger import WholeLedger


class AccountCare:
    """Changes accounts by hand; deals themselves come through `Ingest` only."""

    def __init__(self, database: Database, ledger: WholeLedger, files: ArchiveFiles) -> None:
        self._database = database
        self._ledger = ledger
        self._files = files

    def rename(self, account_id: UUID, name: str, *, actor: str = "user") -> None:
        """Call an account *name*; raises NotFoundError, and InvalidInputError for an empty or taken name."""
        clean = " ".join(name.split())
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            if not clean:
                raise InvalidInputError("An account needs a name.")
            if clean.casefold() != account.name.casefold() and accounts_table.name_taken(connection, clean):
                raise InvalidInputError(f"Another account is called {clean!r} already.")
            accounts_table.rename_account(connection, account_id, clean)
            records.audit(connection, actor, "rename_account", account.name, {"name": clean})

    def remove(self, account_id: UUID, *, actor: str = "user") -> None:
        """Remove an account with everything that hangs on it, archive files too; raises NotFoundError."""
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            accounts_table.lock_account(connection, account.login)
            detail = {"login": account.login, "server": account.server, "currency": account.currency}
            accounts_table.remove_account(connection, account_id)
            records.audit(connection, actor, "remove_account", account.name, detail)
        self._files.remove_account(account_id)

    def derive(self, account_id: UUID) -> None:
        """Derive an account's closed trades from its deals again; raises NotFoundError."""
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            accounts_table.lock_account(connection, account.login)
            remake(connection, self._ledger, account)

    def tag(
        self, account_id: UUID, tags: Mapping[int, DealClass | None], *, reason: str, actor: str = "user"
    ) -> int:
        """Set the class of deals by ticket (None: by type again), with an audit trail; how many changed.

        Raises NotFoundError for an unknown account.
        """
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            accounts_table.lock_account(connection, account.login)
            changed = self._ledger.tag_deals(connection, account_id, tags, reason=reason)
            if changed:
                remake(connection, self._ledger, account)
                detail = {"reason": reason, "tags": {str(ticket): tag for ticket, tag in tags.items()}}
                records.audit(connection, actor, "tag_deals", account.name, detail)
        return changed
