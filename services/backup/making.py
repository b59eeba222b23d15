"""One backup from the database to its entry in the folder, and its proof by a restore from there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.backup.folder import key_mark
from services.backup.header import FAILED, VERIFIED, WRITTEN, Header
from services.backup.manifest import Manifest, changes
from services.backup.restoring import Restoring
from services.backup.taking import Taking
from services.errors import DamagedError, ServiceError
from services.storage.dump import read_revision, snapshot
from services.storage.scratch import engine_of, scratch_database
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from services.backup.folder import BackupFolder
    from services.backup.manifest import State
    from services.progress import Progress
    from services.storage.engine import Database


FULL, INCREMENTAL = "full", "incremental"
LONGEST_CHAIN = 30


@dataclass(frozen=True, slots=True)
class _Base:
    """The backup to build on, if any; what the newest good one holds; why there is none to build on."""

    parent: Header | None
    state: State | None
    note: str


@dataclass(frozen=True, slots=True)
class Making:
    """What a backup is made from and where it goes."""

    database: Database
    folder: BackupFolder
    archives: Path
    now: Callable[[], datetime]
    progress: Progress

    def take(self, kind: str, reason: str) -> tuple[Header, State]:
        """Write a backup that is not proven yet; raises ServiceError and OSError, then there is none."""
        base = self._base(kind)
        parent, before = base.parent, base.state if base.parent is not None else None
        earlier = {} if base.state is None else base.state.files
        taking = Taking(self.folder.objects, before, earlier, self._first_half)
        with snapshot(self.database) as connection:
            created_at = self.now().isoformat()
            state = taking.state(connection, read_revision(connection), self.archives)
        manifest = Manifest(
            id=str(uuid.uuid4()),
            created_at=created_at,
            parent=None if parent is None else parent.id,
            parent_sha256=None if parent is None else parent.manifest_sha256,
            revision=state.revision,
            app_version=VERSION,
            **changes(state, before),
        )
        notes = (base.note,) if base.note and kind != FULL else ()
        header = self._header(manifest, state, reason, (*notes, *taking.warnings))
        header = header if parent is None else replace(header, links=parent.links + 1)
        return self.folder.write(header, manifest), state

    def prove(self, header: Header) -> Header:
        """Restore a backup from the folder into a scratch database, and keep what came of it."""
        try:
            state = self.folder.state(header)
            restoring = Restoring(state, self.folder.objects, engine_of(self.database), self._second_half)
            with scratch_database(self.database) as scratch:
                restoring.into(scratch, None)
        except ServiceError as error:
            proven = replace(header, state=FAILED, error=str(error))
        else:
            proven = replace(header, state=VERIFIED, verified_at=self.now().isoformat())
        self.folder.rewrite(proven)
        return proven

    def _first_half(self, done: int, total: int, what: str) -> None:
        self.progress(done, 2 * total, what)

    def _second_half(self, done: int, total: int, what: str) -> None:
        self.progress(total + done, 2 * total, f"proof: {what}")

    def _base(self, kind: str) -> _Base:
        """The newest good backup and what it holds, for one that builds on it; else why it is a full one."""
        good = next((header for header in self.folder.headers() if header.is_good), None)
        if good is None:
            return _Base(None, None, "There was no good backup to build on, so this is a full one.")
        if good.is_encrypted != (self.folder.cipher is not None):
            return _Base(None, None, "BACKUP_KEY is or was unset, so this is a full one.")
        try:
            state = self.folder.state(good)
        except DamagedError as error:
            return _Base(None, None, f"{error} So this is a full one.")
        if kind == FULL:
            return _Base(None, state, "")
        if good.links >= LONGEST_CHAIN:
            note = f"The last {LONGEST_CHAIN} backups build on each other, so this is a full one."
            return _Base(None, state, note)
        return _Base(good, state, "")

    def _header(self, manifest: Manifest, state: State, reason: str, notes: tuple[str, ...]) -> Header:
        cipher = self.folder.cipher
        return Header(
            id=manifest.id,
            created_at=manifest.created_at,
            type=FULL if manifest.parent is None else INCREMENTAL,
            reason=reason,
            state=WRITTEN,
            revision=manifest.revision,
            app_version=manifest.app_version,
            parent=manifest.parent,
            links=0,
            manifest_sha256="",
            records=state.rows,
            size=sum(map(self.folder.objects.size, state.objects)),
            is_encrypted=cipher is not None,
            key_mark=key_mark(cipher),
            notes=notes,
        )
