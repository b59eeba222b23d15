"""Backups as a use case: made and proven, listed, checked, restored, rotated."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from services.backup.header import FAILED
from services.backup.listing import Backup, backup_of, candidate, list_backups, open_folder, row_of
from services.backup.making import Making
from services.backup.restore import restore
from services.backup.rotation import Keep, kept
from services.backup.verifying import backup_issues
from services.durable import translated
from services.errors import DamagedError, NoSpaceError
from services.progress import unwatched
from services.storage.backups import mirror, only_one
from services.storage.dump import table_bytes
from services.storage.scratch import drop_leftovers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.calc.integrity import Issue
    from services.progress import Progress
    from services.settings import Settings
    from services.storage.engine import Database


BackupType = Literal["full", "incremental"]
LEAST_FREE = 1024**3
COMPRESSED = 4  # rows take at least that much less in a backup than on the server


class Backups:
    """The backups of one database, in one folder."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._database = database
        self._settings = settings
        self._folder = open_folder(settings)
        self._now = now
        self._free = free

    def make(
        self, kind: BackupType = "incremental", reason: str = "manual", *, progress: Progress = unwatched
    ) -> Backup:
        """Make a backup and prove it by restoring it into a scratch database.

        Raises BusyError, NoSpaceError, UnavailableError, and DamagedError for one that did not prove.
        """
        with only_one(self._database):
            return self.make_alone(kind, reason, progress=progress)

    def make_alone(self, kind: BackupType, reason: str, *, progress: Progress = unwatched) -> Backup:
        """`make` for who holds the lock already."""
        making = Making(self._database, self._folder, self._settings.archives, self._now, progress)
        with translated(self._folder.root):
            self._folder.prepare()
            drop_leftovers(self._database)
            self._require_space()
            header, state = making.take(kind, reason)
            proven = making.prove(header)
        self._mirror()
        if proven.state == FAILED:
            raise DamagedError(f"The backup {proven.entry} did not prove. {proven.error}")
        return backup_of(proven, state)

    def list(self) -> tuple[Backup, ...]:
        """Every backup that can be read, newest first."""
        return list_backups(self._folder)

    def restore(self, name: str, url: str, *, progress: Progress = unwatched) -> Backup:
        """Restore the backup *name* into the empty database at *url*; see `restore`."""
        return restore(self._settings, name, url, progress=progress)

    def verify(self) -> tuple[Issue, ...]:
        """Every backup that is not whole: all headers, manifests, chains and objects are read and hashed."""
        return backup_issues(self._folder)

    def rotate(self) -> tuple[str, ...]:
        """Remove backups that are not to be kept, and objects that none needs; the removed ids."""
        with only_one(self._database), translated(self._folder.root):
            self._folder.prepare()
            headers = self._folder.headers()
            stay = kept(map(candidate, headers), self._periods())
            newest = max((header.created_at for header in headers if header.id in stay), default="")
            gone = [h for h in headers if h.id not in stay and h.created_at < newest]
            for header in gone:  # newest first, so that none is left without what it builds on
                self._folder.remove(header.entry)
            self._sweep()
            self._mirror()
        return tuple(header.id for header in gone)

    def _periods(self) -> Keep:
        settings = self._settings
        return Keep(settings.backup_daily, settings.backup_weekly, settings.backup_monthly)

    def _sweep(self) -> None:
        """Remove objects that no backup needs; none while a manifest cannot be read, which may need them."""
        try:
            states = [self._folder.state(self._folder.header(entry)) for entry in self._folder.entries()]
        except DamagedError:
            return
        self._folder.objects.keep_only({name for state in states for name in state.objects})

    def _mirror(self) -> None:
        with self._database.begin() as connection:
            mirror(connection, map(row_of, self._folder.headers()))

    def _require_space(self) -> None:
        with self._database.read() as connection:
            rows = table_bytes(connection)
        archives = 0 if self._folder.entries() else _bytes_below(self._settings.archives)
        self._require(self._folder.root, rows // COMPRESSED + archives)
        if self._settings.database_url is None:  # the proof is on our own disk too
            self._require(self._settings.data_dir, rows)

    def _require(self, folder: Path, estimate: int) -> None:
        needed, free = max(LEAST_FREE, 2 * estimate), self._free(folder)
        if free < needed:
            raise NoSpaceError(
                f"The folder {folder} has {free / 1024**3:.1f} GiB free and a backup needs"
                f" {needed / 1024**3:.1f} GiB; free space there, or set BACKUP_DIR to another disk."
            )


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
