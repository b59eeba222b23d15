"""Full and incremental backups: what comes back is what was there, to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.backup.rows import add_account, add_deals, fingerprint

if TYPE_CHECKING:
    from services.backup.backups import Backups
    from services.storage.engine import Database


def test_a_full_backup_comes_back_equal(database: Database, either: Backups, empty_url: str) -> None:
    add_deals(database, add_account(database, "one"), 500)
    made = either.make("full")
    assert (made.status, made.type, made.error) == ("verified", "full", "")
    either.restore(made.id, empty_url)
    assert fingerprint(empty_url) == fingerprint(database)
