"""One leader among all processes on a database, for the jobs and for the feed: who holds the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.errors import UnavailableError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.storage.engine import Database

JOBS = 0x6C65_6164  # "lead"
FEED = 0x6665_6564  # "feed"


_HELD = text("""
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid = 0 AND objid = CAST(:lock AS oid)
    )
""")


def is_led(database: Database, lock: int) -> bool:
    """Whether any process holds the lock; raises UnavailableError."""
    with database.connect() as connection:
        return bool(connection.scalar(_HELD, {"lock": lock}))


class Leader:
    """Tries for the lock on a connection of its own; the server frees it when the process dies."""

    def __init__(self, database: Database, lock: int = JOBS) -> None:
        self._database = database
        self._lock = lock
        self._connection: Connection | None = None

    def leads(self) -> bool:
        """Whether this process leads, or does from now on as nobody did; not while the database is down."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            return self._try()
        except (UnavailableError, DBAPIError):
            self.resign()
            return False

    def resign(self) -> None:
        """Let another process lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _try(self) -> bool:
        connection = self._database.hold()
        if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": self._lock}):
            self._connection = connection
            return True
        connection.close()
        return False
