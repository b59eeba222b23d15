"""Files made for people: kept for a while under the request they answer, then removed."""

from __future__ import annotations

import shutil
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.durable import translated, write_durably
from services.storage import kept_exports

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from services.exports import ExportFile
    from services.storage.engine import Database
    from services.storage.kept_exports import KeptExport

KEPT_FOR = timedelta(days=90)


class ExportHistory:
    """The folder of made files and its list; a file is in a folder of its own, named by its id."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def keep(self, file: ExportFile, request: dict[str, Any], now: datetime) -> Path:
        """Keep *file* for 90 days as the answer to *request*; raises NoSpaceError."""
        number = uuid.uuid4()
        with translated(self._folder):
            path = write_durably(self._folder / str(number), [file.content], lambda: file.filename)
        values = {
            "id": number,
            "created_at": now,
            "request": request,
            "filename": file.filename,
            "content_type": file.content_type,
            "size": len(file.content),
            "sha256": file.sha256,
            "expires_at": now + KEPT_FOR,
        }
        with self._database.begin() as connection:
            kept_exports.add_export(connection, values)
        return path

    def find(self, request: dict[str, Any]) -> KeptExport | None:
        """The file that answers exactly this request, if it is kept."""
        with self._database.connect() as connection:
            return kept_exports.find_export(connection, request)

    def all(self) -> tuple[KeptExport, ...]:
        """Every kept file, newest first."""
        with self._database.connect() as connection:
            return kept_exports.all_exports(connection)

    def path(self, kept: KeptExport) -> Path:
        """Where a kept file is."""
        return self._folder / str(kept.id) / kept.filename

    def expire(self, now: datetime) -> int:
        """Remove files that are kept no longer, and folders that no list knows; how many went."""
        with self._database.begin() as connection:
            kept_exports.remove_expired(connection, now)
            known = {str(kept.id) for kept in kept_exports.all_exports(connection)}
        left = [folder for folder in self._folders() if folder.name not in known]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return len(left)

    def _folders(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_dir()] if self._folder.is_dir() else []
