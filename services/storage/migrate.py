"""The schema's history: brings a database to the newest revision, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import text

from services.errors import NewerDatabaseError
from services.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.schema import SchemaItem

    from services.storage.engine import Database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
LOCK = 0x7065_7266  # "perf": one number for the advisory lock of this product


def migrate(database: Database, *, timeseries_engine: str = "auto") -> str:
    """Bring the schema to the newest revision and name it; raises NewerDatabaseError.

    *timeseries_engine* says how a new database keeps its series; it raises SettingsError where that is not to
    be had.
    """
    with database.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        config = configuration(connection)
        config.attributes["timeseries_engine"] = timeseries_engine
        _refuse_newer(connection, config)
        command.upgrade(config, "head")
        return head()


def revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one."""
    with database.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_behind(connection: Connection) -> bool:
    """Whether the database has a schema of ours that is older than this version's."""
    found = MigrationContext.configure(connection).get_current_revision()
    older = {one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()} - {head()}
    return found in older


def head() -> str:
    """The newest revision this version knows."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for an open connection; works from any folder."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def is_ours(_item: SchemaItem, name: str | None, kind: str, reflected: bool, _: object) -> bool:  # noqa: FBT001 - Alembic's
    """Whether autogenerate compares a thing; tables made at run time (partitions, chunks) are not ours."""
    return not (kind == "table" and reflected and name not in metadata.tables)


def _refuse_newer(connection: Connection, config: Config) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        return
    try:
        ScriptDirectory.from_config(config).get_revision(found)
    except CommandError as error:
        raise NewerDatabaseError(found, head()) from error
