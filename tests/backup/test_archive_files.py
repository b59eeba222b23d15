"""Archive files are part of every backup, and come back without overwriting anything."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from services.backup.restore import restore_files
from tests.backup.rows import add_account, run

if TYPE_CHECKING:
    from pathlib import Path

    from services.backup.backups import Backups
    from services.settings import Settings
    from services.storage.engine import Database


def keep(settings: Settings, name: str, content: bytes) -> Path:
    """An archive file under the hash of its content."""
    folder = settings.archives / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(content).hexdigest()[:16]}.parquet"
    path.write_bytes(content)
    return path


@pytest.fixture
def archived(kept: Settings) -> list[Path]:
    """Two archive files, and one that was never finished."""
    found = [keep(kept, f"one/deals/2025-0{month}", bytes([month]) * 5000) for month in (1, 2)]
    (kept.archives / "one" / "deals" / "half.partial").write_bytes(b"half")
    return found


def test_missing_archive_files_come_back(
    database: Database, either: Backups, kept: Settings, archived: list[Path], empty_url: str
) -> None:
    whole = [path.read_bytes() for path in archived]
    either.make("full")
    archived[0].unlink()
    either.restore("latest", empty_url)
    assert [path.read_bytes() for path in archived] == whole
    assert either.make("incremental").notes == ()


def test_only_archive_files_can_be_put_back_and_a_damaged_one_stays_beside_it(
    backups: Backups, kept: Settings, archived: list[Path]
) -> None:
    backups.make("full")
    whole = archived[1].read_bytes()
    archived[1].write_bytes(b"rot")
    assert restore_files(kept, "latest") == (archived[1].relative_to(kept.archives).as_posix(),)
    assert archived[1].read_bytes() == whole
    assert archived[1].with_name(archived[1].name + ".damaged").read_bytes() == b"rot"
    assert restore_files(kept, "latest") == ()
    assert backups.make("incremental").notes == ()


def test_a_damaged_archive_file_does_not_replace_the_copy_of_the_backup_before(
    backups: Backups, kept: Settings, archived: list[Path]
) -> None:
    backups.make("full")
    whole = archived[0].read_bytes()
    archived[0].write_bytes(b"rot")
    made = backups.make("incremental")
    assert f"{archived[0].name} is damaged; the copy of the backup before is kept" in made.notes[0]
    assert restore_files(kept, made.id)
    assert archived[0].read_bytes() == whole


def test_a_lost_archive_file_that_the_database_lists_is_kept_from_the_backup_before(
    database: Database, backups: Backups, kept: Settings, archived: list[Path]
) -> None:
    account = add_account(database, "one")
    name = archived[0].relative_to(kept.archives).as_posix()
    run(
        database,
        "INSERT INTO archives (account_id, table_name, month, state, path, sha256, manifest)"
        " VALUES (:account, 'deals', '2025-01-01', 'purged', :name, '', '{}')",
        account=account,
        name=name,
    )
    backups.make("full")
    archived[0].unlink()
    archived[1].unlink()
    made = backups.make("incremental")
    assert made.notes == (f"The archive file {name} is missing; the copy of the backup before is kept.",)
    assert restore_files(kept, made.id) == (name,)
    archived[0].unlink()
    assert "the copy of the backup before is kept" in backups.make("full").notes[0]


def test_a_lost_archive_file_without_an_earlier_copy_is_said(
    backups: Backups, kept: Settings, archived: list[Path]
) -> None:
    archived[0].write_bytes(b"rot")
    (note,) = backups.make("full").notes
    assert f"{archived[0].name} is damaged; there is no earlier copy" in note
