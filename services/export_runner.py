"""Makes queued files one after the other, each in a process of its own that can be stopped at any moment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from services.errors import ServiceError
from services.settings import PROJECT
from services.storage import export_queue

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.storage.kept_exports import KeptExport

MOST_SECONDS = 1_800
log = structlog.get_logger(__name__)


class ExportRunner:
    """One file at a time; `step` never waits for it."""

    def __init__(self, services: Services, program: tuple[str, ...] = ()) -> None:
        """*program* makes the file whose id is its last argument; the product's own command by default."""
        self._services = services
        self._program = program or (sys.executable, str(PROJECT / "app.py"), "make-export")
        self._process: subprocess.Popen[bytes] | None = None
        self._export: UUID | None = None
        self._began = 0.0

    def take_over(self) -> None:
        """Queue again what another process left at work."""
        with self._services.database.begin() as connection:
            again = export_queue.queue_again(connection, datetime.now(UTC))
        if again:
            log.warning("exports_made_again", exports=again)

    def step(self) -> None:
        """See how the file at work is, and begin the next one; raises UnavailableError."""
        if self._process is not None and self._process.poll() is not None:
            self._end(f"The work ended unexpectedly (exit code {self._process.returncode}).")
        if self._process is not None:
            self._check()
        if self._process is None:
            with self._services.database.begin() as connection:
                claimed = export_queue.claim_next(connection, datetime.now(UTC))
            if claimed is not None:
                self._begin(claimed)

    def drop(self) -> None:
        """Stop the file at work and leave it to the process that leads by now."""
        if self._process is not None:
            self._kill()
            self._process = self._export = None

    def stop(self) -> None:
        """Stop the file at work; it is made again by whoever leads next."""
        if self._process is not None:
            self.drop()
            with suppress(ServiceError):  # a database that is gone cannot be told; the next leader sees it
                self.take_over()

    def _begin(self, export: KeptExport) -> None:
        self._export, self._began = export.id, time.monotonic()
        command = [*self._program, str(export.id)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program

    def _check(self) -> None:
        """Stop the file at work when somebody wants that, or when it takes too long."""
        with self._services.database.connect() as connection:
            unwanted = self._export in export_queue.cancelled(connection)
        if unwanted:
            self._kill()
            self._cancelled()
        elif time.monotonic() - self._began > MOST_SECONDS:
            self._kill()
            self._end(f"The work took longer than {MOST_SECONDS // 60} minutes and was given up.")

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()  # its pipe is closed with it

    def _cancelled(self) -> None:
        if self._export is not None:
            self._services.export_history.was_cancelled(self._export, datetime.now(UTC))
        self._forget()

    def _end(self, reason: str) -> None:
        """What the process has not listed itself is listed with this reason."""
        if self._export is not None:
            self._services.export_history.failed(self._export, reason, datetime.now(UTC))
        self._forget()

    def _forget(self) -> None:
        """Nothing is at work; a file that was not finished leaves nothing behind."""
        self._kill()
        if self._export is not None:
            folder = self._services.export_history.folder_of(self._export)
            for partial in folder.glob("*.partial"):
                partial.unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                shutil.rmtree(folder, ignore_errors=True)
        self._process = self._export = None
