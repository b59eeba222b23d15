"""Databases that exist only to prove a backup: on the same server, or else on one of our own."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import sql
from sqlalchemy import text

from services.storage.capability import read_capability
from services.storage.engine import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

PREFIX = "proof_of_backup_"
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def engine_of(database: Database) -> str:
    """What a scratch database shall keep its series in, as the setting says it: what this one does."""
    with database.begin() as connection:
        return "auto" if read_capability(connection).has_hypertables else "plain"


@contextmanager
def scratch_database(database: Database) -> Iterator[Database]:
    """An empty database that is dropped at the end; raises UnavailableError when there can be none."""
    with database.connect() as connection:
        may_create = bool(connection.execute(text(MAY_CREATE)).scalar_one())
        prefix = _prefix(connection)
    if may_create:
        with _beside(database, prefix) as scratch:
            yield scratch
        return
    with _elsewhere() as scratch:
        yield scratch


def drop_leftovers(database: Database) -> list[str]:
    """Drop the scratch databases that a crashed proof of this database left; their names.

    Call it under the lock of backups only: a proof that runs would lose its database.
    """
    with _outside_transactions(database) as connection:
        names = connection.execute(
            text("SELECT datname FROM pg_database WHERE starts_with(datname, :prefix) ORDER BY 1"),
            {"prefix": _prefix(connection)},
        ).scalars()
        found = list(names)
        for name in found:
            _drop(connection, name)
    return found


@contextmanager
def _beside(database: Database, prefix: str) -> Iterator[Database]:
    name = prefix + uuid.uuid4().hex[:12]
    with _outside_transactions(database) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.exec_driver_sql(statement.format(sql.Identifier(name)).as_string())
    url = database.engine.url.set(database=name)
    scratch = Database(url.render_as_string(hide_password=False), is_ours=database.is_ours)
    try:
        yield scratch
    finally:
        scratch.dispose()
        with _outside_transactions(database) as connection:
            _drop(connection, name)


@contextmanager
def _elsewhere() -> Iterator[Database]:
    from services.storage.embedded import EmbeddedServer  # noqa: PLC0415 - only where the role may not create

    folder = Path(tempfile.mkdtemp(prefix="performance-tracker-proof-"))
    server = EmbeddedServer(folder)
    try:
        server.start()
        scratch = Database(server.url, is_ours=True)
        try:
            yield scratch
        finally:
            scratch.dispose()
    finally:
        server.release()
        shutil.rmtree(server.place.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _outside_transactions(database: Database) -> Iterator[Connection]:
    with database.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        outside.exec_driver_sql("SET statement_timeout = 0")
        try:
            yield outside
        finally:
            outside.exec_driver_sql("RESET statement_timeout")


def _prefix(connection: Connection) -> str:
    """Scratch databases of one database have one prefix, so that no other installation's is taken."""
    name = connection.execute(text("SELECT current_database()")).scalar_one()
    return f"{PREFIX}{hashlib.sha256(name.encode()).hexdigest()[:8]}_"


def _drop(connection: Connection, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    connection.exec_driver_sql(statement.as_string())
