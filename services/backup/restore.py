"""A backup brought back for a person; needs no database but the one that it goes into."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.backup.listing import Backup, backup_of, open_folder
from services.backup.restoring import Restoring
from services.errors import InvalidInputError
from services.progress import unwatched
from services.storage.embedded import EmbeddedServer
from services.storage.engine import Database
from services.storage.timescale_restore import after_restore

if TYPE_CHECKING:
    from services.progress import Progress
    from services.settings import Settings

URL = re.compile(r"(postgres|postgresql)(\+psycopg)?://\S+")


def restore(settings: Settings, name: str, url: str, *, progress: Progress = unwatched) -> Backup:
    """Restore a backup (its id, a beginning of it, or `latest`) into the empty database at *url*, or nothing.

    Archive files that are missing come back too. Raises NotFoundError, InvalidInputError for a target that is
    not empty, DamagedError for a backup that is not whole, UnavailableError.
    """
    if not URL.fullmatch(url):
        raise InvalidInputError("The database to restore into is named as postgresql://user@host/database.")
    folder = open_folder(settings)
    header = folder.find(name)
    state = folder.state(header)
    target = Database(url)
    try:
        Restoring(state, folder.objects, settings.timeseries_engine, progress).into(target, settings.archives)
        after_restore(target, datetime.now(UTC))
    finally:
        target.dispose()
    return backup_of(header, state)


def restore_embedded(settings: Settings, name: str, *, progress: Progress = unwatched) -> Backup:
    """The same into the installation's own embedded database."""
    server = EmbeddedServer(settings.data_dir)
    try:
        server.start()
        return restore(settings, name, server.url, progress=progress)
    finally:
        server.release()


def restore_files(settings: Settings, name: str) -> tuple[str, ...]:
    """Put back archive files that are missing or damaged; which. Raises NotFoundError and DamagedError."""
    folder = open_folder(settings)
    state = folder.state(folder.find(name))
    restoring = Restoring(state, folder.objects, settings.timeseries_engine, unwatched)
    return tuple(restoring.files(settings.archives))
