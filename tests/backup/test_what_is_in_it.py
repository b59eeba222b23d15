"""What is in a backup and what never is: one instant, no secrets, nothing readable without the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.backup import taking
from services.backup.backups import Backups
from services.backup.packing import unsealed
from services.errors import UnavailableError
from services.settings import load
from services.storage.dump import read_totals, snapshot
from tests.backup.rows import add_account, add_deals, count, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from services.storage.catalog import Table
    from services.storage.dump import Totals
    from services.storage.engine import Database

SECRETS = {
    "SECRET_KEY": "CANARY-of-the-cookies-0123456789abcdef",
    "MT5_PASSWORD": "CANARY-of-the-terminal",
    "BACKUP_KEY": "CANARY-of-the-backups-0123456789abcdef",
}


def contents(folder: Path) -> Iterator[bytes]:
    """Every file as it is, and plain objects unpacked."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
        if path.suffix == ".zst":
            with path.open("rb") as file:
                yield b"".join(unsealed(file))


def test_secrets_never_go_into_a_backup(database: Database, place: dict[str, str]) -> None:
    for given in (SECRETS, {name: value for name, value in SECRETS.items() if name != "BACKUP_KEY"}):
        settings = load(place | given)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        (settings.data_dir / "secret_key").write_text("CANARY-in-the-file")
        Backups(database, settings).make("full")
        found = b"".join(contents(settings.backups))
        assert b"accounts" in found or "BACKUP_KEY" in given
        assert b"CANARY" not in found


def test_without_the_key_nothing_of_an_account_can_be_read(
    database: Database, encrypted: Backups, backups: Backups, folder: Path
) -> None:
    account = add_account(database, "Nobody's business")
    add_deals(database, account, 50)
    encrypted.make("full")
    found = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for word in (b"Nobody", b"EURUSD", str(account).encode(), b"deals"):
        assert word not in found
    assert [made.status for made in backups.list()] == ["verified"]
    backups.make("full")
    assert b"Nobody's business" in b"".join(contents(folder))


def test_names_of_encrypted_objects_do_not_tell_their_content(
    database: Database, encrypted: Backups, backups: Backups, folder: Path
) -> None:
    add_account(database, "one")
    encrypted.make("full")
    secret = {path.name.split(".")[0] for path in (folder / "objects").glob("*/*")}
    backups.make("full")
    plain = {path.name.split(".")[0] for path in (folder / "objects").glob("*/*.zst")}
    assert plain
    assert not secret & plain


def test_the_files_are_for_their_owner_only(database: Database, either: Backups, folder: Path) -> None:
    either.make("full")
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))} == {0}


def test_what_is_written_meanwhile_stays_out(
    database: Database, backups: Backups, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deals(database, add_account(database, "one"), 200)
    seen: list[str] = []

    def write_first(connection: Connection, table: Table) -> dict[str, Totals]:
        add_account(database, f"late {len(seen)}")
        run(database, "DELETE FROM deals WHERE ticket <= 100")
        seen.append(table.name)
        return read_totals(connection, table)

    monkeypatch.setattr(taking, "read_totals", write_first)
    backups.make("full")
    monkeypatch.undo()
    assert len(seen) > 10
    backups.restore("latest", empty_url)
    assert count(empty_url, "accounts") == 1
    assert count(empty_url, "deals") == 200


def test_no_table_vanishes_while_a_backup_reads(database: Database) -> None:
    drop = "SET LOCAL lock_timeout = '100ms'; DROP TABLE deal_versions"
    with snapshot(database), pytest.raises(UnavailableError):
        run(database, drop)
    run(database, "DROP TABLE deal_versions")
