"""A backup as it is told to people, pages and the table `backups`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.backup.folder import BackupFolder
from services.backup.header import VERIFIED
from services.backup.rotation import Candidate

if TYPE_CHECKING:
    from services.backup.header import Header
    from services.backup.manifest import State
    from services.settings import Settings


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table in a backup: how many rows, and a hash of their text."""

    table: str
    record_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup; *status* is written (not proven yet), verified or failed, *notes* say what was unusual."""

    id: str
    type: str
    status: str
    reason: str
    created_at: datetime
    verified_at: datetime | None
    parent_id: str | None
    records: int
    size: int
    is_encrypted: bool
    revision: str
    path: str
    error: str
    notes: tuple[str, ...]
    tables: tuple[TableCopy, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether it was restored elsewhere, and equal."""
        return self.status == VERIFIED


def open_folder(settings: Settings) -> BackupFolder:
    """The folder of backups that the settings name, with their key."""
    key = settings.backup_key
    return BackupFolder(settings.backups, None if key is None else key.get_secret_value())


def list_backups(folder: BackupFolder) -> tuple[Backup, ...]:
    """Every backup that can be read, newest first; needs no key."""
    return tuple(map(backup_of, folder.headers()))


def backup_of(header: Header, state: State | None = None) -> Backup:
    """What a header says, with its tables where the state is known."""
    tables = () if state is None else state.tables.items()
    return Backup(
        id=header.id,
        type=header.type,
        status=header.state,
        reason=header.reason,
        created_at=datetime.fromisoformat(header.created_at),
        verified_at=None if header.verified_at is None else datetime.fromisoformat(header.verified_at),
        parent_id=header.parent,
        records=header.records,
        size=header.size,
        is_encrypted=header.is_encrypted,
        revision=header.revision,
        path=header.entry,
        error=header.error,
        notes=tuple(header.notes),
        tables=tuple(TableCopy(name, entry.rows, entry.sha256) for name, entry in tables),
    )


def candidate(header: Header) -> Candidate:
    """A backup as rotation sees it."""
    return Candidate(
        id=header.id,
        created_at=datetime.fromisoformat(header.created_at),
        parent=header.parent,
        is_good=header.is_good,
    )


def row_of(header: Header) -> dict[str, Any]:
    """A backup as a row of the table `backups`."""
    found = backup_of(header)
    return {
        "id": found.id,
        "created_at": found.created_at,
        "type": found.type,
        "status": found.status,
        "path": found.path,
        "manifest": {"revision": found.revision, "notes": list(found.notes)},
        "verified_at": found.verified_at,
        "reason": found.reason,
        "parent_id": found.parent_id,
        "records": found.records,
        "bytes": found.size,
        "is_encrypted": found.is_encrypted,
        "error": found.error,
        "finished_at": found.verified_at,
    }
