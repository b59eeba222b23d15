"""The table `backups`, which mirrors the folder for pages, and the lock that lets one run at a time."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from services.storage.engine import Database

LOCK = 0x6261_636B  # "back"
COLUMNS = text(
    "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass('backups')"
    " AND attnum > 0 AND NOT attisdropped"
)


@contextmanager
def only_one(database: Database, *, waits: bool = False) -> Iterator[None]:
    """Hold the lock of backups; raises BusyError when another process does, unless it *waits*."""
    connection = database.hold()
    try:
        if waits:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        elif not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
            raise BusyError("Another backup is being made; wait until it is done.")
        try:
            yield
        finally:  # said, because the server notices a closed connection a moment later
            with suppress(DBAPIError):
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    finally:
        connection.close()


def has_accounts(connection: Connection) -> bool:
    """Whether there is anything to lose: a database of ours with at least one account."""
    if connection.scalar(text("SELECT to_regclass('accounts')")) is None:
        return False
    return bool(connection.scalar(text("SELECT EXISTS (SELECT FROM accounts)")))


def mirror(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let the table say what *rows* say and nothing else; columns that this schema lacks are left out."""
    columns = set(connection.execute(COLUMNS).scalars())
    if not columns:
        return
    connection.execute(text("DELETE FROM backups"))
    for row in rows:
        known = {name: _stored(value) for name, value in row.items() if name in columns}
        names = ", ".join(known)
        places = ", ".join(f":{name}" for name in known)
        connection.execute(text(f"INSERT INTO backups ({names}) VALUES ({places})"), known)  # noqa: S608 - names of columns


def _stored(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value
