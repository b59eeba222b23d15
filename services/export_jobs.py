"""Files that are asked for: small ones at once, long ones by the jobs' process, each made once."""

from __future__ import annotations

import shutil
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services import progress
from services.errors import NoSpaceError, ServiceError
from services.export_request import kept_request, request_of
from services.exports import Readers, find_format, make_file
from services.reports import find_report
from services.storage import export_queue, kept_exports
from services.storage.kept_exports import UNDER_WAY, ExportStatus

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.exports import Document
    from services.reports import Request
    from services.storage.kept_exports import KeptExport

MOST_ROWS_AT_ONCE = {
    "csv": 20_000,
    "json": 20_000,
    "xlsx": 8_000,
    "html": 4_000,
    "zip": 20_000,
    "pdf": 0,
} | dict.fromkeys(("txf", "taxact"), 20_000)
PRINTED = ("pdf", "html")
BYTES_A_ROW = 600
LEAST_FREE = 256 * 1024**2
TELL_SECONDS = 0.5


class ExportJobs:
    """Takes requests for files and makes them."""

    def __init__(self, services: Services) -> None:
        """Files of this product."""
        self._services = services
        self._history = services.export_history

    def ask(self, report: str, request: Request, format_name: str) -> KeptExport:
        """The file of a report: one that is there, one that is under way, made at once, or queued.

        Raises InvalidInputError for a report or format, NoSpaceError when there is no room for it.
        """
        find_format(format_name)
        asked = self._kept(report, request, format_name)
        known = self._history.find(asked, (ExportStatus.READY, *UNDER_WAY))
        if known is not None:
            return known
        document = self._services.reporting.document(report, request)
        readers = Readers.PEOPLE if format_name in PRINTED else Readers.MACHINES
        rows = document.read_by(readers).size
        self._require_space(rows)
        if rows <= MOST_ROWS_AT_ONCE.get(format_name, 0):
            return self._history.keep(make_file(document, format_name), asked, _now(), rows=rows)
        return self._queue(asked, document, format_name, rows)

    def cancel(self, export_id: UUID) -> KeptExport:
        """Stop a file that is under way; raises NotFoundError."""
        self._history.get(export_id)
        with self._services.database.begin() as connection:
            export_queue.ask_to_cancel(connection, export_id, _now())
        return self._history.get(export_id)

    def make(self, export_id: UUID) -> None:
        """Make a file that was taken from the queue; how it ends is listed. Raises NotFoundError."""
        kept = self._history.get(export_id)
        folder = self._history.folder_of(export_id)
        shutil.rmtree(folder, ignore_errors=True)
        telling = _Telling(self._services, kept)
        try:
            with progress.watched(telling):
                document = self._document(kept)
                path = self._services.reporting.write(document, kept.request["format"], folder)
        except ServiceError as error:
            self._history.failed(export_id, str(error), _now())
            return
        chosen = find_format(kept.request["format"])
        if not self._history.ready(kept, path, chosen.content_type, _now(), rows=telling.rows):
            shutil.rmtree(folder, ignore_errors=True)

    def _document(self, kept: KeptExport) -> Document:
        return self._services.reporting.document(kept.request["report"], request_of(kept.request))

    def _queue(self, asked: dict[str, Any], document: Document, format_name: str, rows: int) -> KeptExport:
        values = {
            "id": uuid.uuid4(),
            "created_at": _now(),
            "status": ExportStatus.QUEUED,
            "request": asked,
            "filename": f"{document.name}.{find_format(format_name).suffix}",
            "content_type": find_format(format_name).content_type,
            "rows_total": rows,
        }
        with self._services.database.begin() as connection:
            number = kept_exports.queue_once(connection, values)
        return self._history.get(number)

    def _kept(self, report: str, request: Request, format_name: str) -> dict[str, Any]:
        owners = self._services.performance.owners(request.accounts)
        return kept_request(find_report(report), request, format_name, owners)

    def _require_space(self, rows: int) -> None:
        folder = self._services.settings.exports
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        needed, free = max(LEAST_FREE, 2 * rows * BYTES_A_ROW), shutil.disk_usage(folder).free
        if free < needed:
            raise NoSpaceError(
                f"The disk of {folder} has {free / 1024**2:.0f} MiB free and the file needs"
                f" {needed / 1024**2:.0f} MiB; free space there first."
            )


class _Telling:
    """Counts the rows that are written, of all tables, and notes them twice a second at most."""

    def __init__(self, services: Services, kept: KeptExport) -> None:
        self._services, self._id, self._total = services, kept.id, kept.rows_total or 0
        self._told = 0.0
        self.rows = 0

    def __call__(self, done: int, total: int, what: str) -> None:
        """Note it."""
        del what
        self.rows = done
        if time.monotonic() - self._told < TELL_SECONDS:
            return
        self._told = time.monotonic()
        with self._services.database.begin() as connection:
            export_queue.set_progress(connection, self._id, done, max(total, self._total))


def _now() -> datetime:
    return datetime.now(UTC)
