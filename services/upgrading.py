"""Bringing a database to the newest schema: one that holds accounts is backed up, and that proven, before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import ServiceError, UnavailableError
from services.storage.backups import has_accounts, only_one
from services.storage.migrate import is_behind, migrate

if TYPE_CHECKING:
    from services.container import Services
    from services.storage.engine import Database

REASON = "before_migration"


def upgrade(services: Services, *, with_backup: bool = True) -> str:
    """Bring the schema to the newest revision and name it.

    Raises UnavailableError when the backup before it fails; then nothing was migrated.
    """
    engine = services.settings.timeseries_engine
    if not (with_backup and _needs_backup(services.database)):
        return migrate(services.database, timeseries_engine=engine)
    with only_one(services.database, waits=True):
        if _needs_backup(services.database):  # unless another process has migrated meanwhile
            _back_up(services)
        return migrate(services.database, timeseries_engine=engine)


def _back_up(services: Services) -> None:
    try:
        services.backups.make_alone("full", REASON)
    except ServiceError as error:
        raise UnavailableError(
            f"The database was not migrated, because the backup before it failed: {error}"
            " Remedy that, or run `python app.py migrate --without-backup`."
        ) from error


def _needs_backup(database: Database) -> bool:
    with database.begin() as connection:
        return is_behind(connection) and has_accounts(connection)
