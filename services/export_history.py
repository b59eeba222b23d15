"""Files made for people: a list in the database and a folder, kept for a while under what they answer."""

from __future__ import annotations

import shutil
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.durable import sha256_of, translated, write_durably
from services.errors import NotFoundError
from services.storage import export_queue, kept_exports
from services.storage.kept_exports import UNDER_WAY, ExportStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from services.exports import ExportFile
    from services.storage.engine import Database
    from services.storage.kept_exports import KeptExport

KEPT_FOR = timedelta(days=90)


class ExportHistory:
    """The folder of made files and its list; a file is in a folder of its own, named by its id."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def keep(
        self, file: ExportFile, request: dict[str, Any], now: datetime, *, rows: int | None = None
    ) -> KeptExport:
        """Keep *file*, of so many *rows*, for 90 days as the answer to *request*; raises NoSpaceError."""
        number = uuid.uuid4()
        with translated(self._folder):
            write_durably(self._folder / str(number), [file.content], lambda: file.filename)
        values = {
            "id": number,
            "created_at": now,
            "finished_at": now,
            "status": ExportStatus.READY,
            "request": request,
            "filename": file.filename,
            "content_type": file.content_type,
            "size": len(file.content),
            "sha256": file.sha256,
            "rows_done": rows or 0,
            "rows_total": rows,
            "expires_at": now + KEPT_FOR,
        }
        with self._database.begin() as connection:
            kept_exports.add_export(connection, values)
        return self.get(number)

    def get(self, export_id: UUID) -> KeptExport:
        """One file of the list; raises NotFoundError."""
        with self._database.connect() as connection:
            found = kept_exports.read_export(connection, export_id)
        if found is None:
            raise NotFoundError("export", export_id)
        return found

    def find_ready(self, export_id: UUID) -> KeptExport | None:
        """A file of the list that is ready and still there."""
        with self._database.connect() as connection:
            found = kept_exports.read_export(connection, export_id)
        is_there = found is not None and found.status is ExportStatus.READY and self.path(found).is_file()
        return found if is_there else None

    def find(
        self, request: dict[str, Any], statuses: Sequence[ExportStatus] = (ExportStatus.READY,)
    ) -> KeptExport | None:
        """The newest file that answers exactly this request and, if it is ready, is still there."""
        with self._database.connect() as connection:
            found = kept_exports.find_export(connection, request, statuses)
        gone = found is not None and found.status is ExportStatus.READY and not self.path(found).is_file()
        return None if gone else found

    def all(self, limit: int | None = None) -> tuple[KeptExport, ...]:
        """Files of the list, newest first."""
        with self._database.connect() as connection:
            return kept_exports.all_exports(connection, limit)

    def path(self, kept: KeptExport) -> Path:
        """Where a kept file is."""
        return self._folder / str(kept.id) / kept.filename

    def folder_of(self, export_id: UUID) -> Path:
        """The folder of one file."""
        return self._folder / str(export_id)

    def ready(self, kept: KeptExport, path: Path, content_type: str, now: datetime, *, rows: int) -> bool:
        """List that a file with so many *rows* is made; False when it is not wanted any more."""
        values = {
            "status": ExportStatus.READY,
            "filename": path.name,
            "content_type": content_type,
            "size": path.stat().st_size,
            "sha256": sha256_of(path),
            "rows_done": rows,
            "rows_total": rows,
            "finished_at": now,
            "expires_at": now + KEPT_FOR,
        }
        return self._end(kept.id, values)

    def failed(self, export_id: UUID, reason: str, now: datetime) -> None:
        """List why a file was not made."""
        self._end(export_id, {"status": ExportStatus.FAILED, "error": reason, "finished_at": now})

    def was_cancelled(self, export_id: UUID, now: datetime) -> None:
        """List that a file was stopped."""
        self._end(export_id, {"status": ExportStatus.CANCELLED, "finished_at": now})

    def expire(self, now: datetime) -> int:
        """Remove files that are kept no longer, and folders that no list knows; how many went."""
        with self._database.begin() as connection:
            kept_exports.remove_expired(connection, now)
            known = {
                str(kept.id): kept.status in (ExportStatus.READY, *UNDER_WAY)
                for kept in kept_exports.all_exports(connection)
            }
        left = [folder for folder in self._folders() if not known.get(folder.name, False)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return len(left)

    def _end(self, export_id: UUID, values: dict[str, Any]) -> bool:
        with self._database.begin() as connection:
            return export_queue.end_export(connection, export_id, values)

    def _folders(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_dir()] if self._folder.is_dir() else []
