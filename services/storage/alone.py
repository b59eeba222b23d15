"""Transactions that see one instant, and locks that keep others out of what is being removed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from services.errors import BusyError
from services.storage.accounts import LOCK_SPACE
from services.storage.rollup_refresh import WRITING
from services.storage.tables import accounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.engine import Database

_LOCK = 0x6172_6368  # "arch"
_PATIENCE = "10s"
_CHANGED = "Its rows were changed meanwhile; the next run looks again."
_BUSY = "Its rows are being written; the next run looks again."


@contextmanager
def one_run(database: Database) -> Iterator[None]:
    """The only run of retention on this database; raises BusyError while there is another."""
    connection = database.hold()
    try:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
            raise BusyError("Retention is being applied already; try again when it has ended.")
        yield
    finally:
        _let_go(connection)


@contextmanager
def at_one_instant(database: Database) -> Iterator[Connection]:
    """A transaction in which every statement sees the same rows, as long as it takes.

    Raises BusyError when a row that it writes was changed by somebody else meanwhile.
    """
    with database.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            with connection.begin():
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                yield connection
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.errors.SerializationFailure):
                raise BusyError(_CHANGED) from error
            raise


@contextmanager
def without_waiting(database: Database) -> Iterator[Connection]:
    """A transaction that gives up with BusyError where it would have to wait long for others."""
    with database.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        try:
            yield connection
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise BusyError(_BUSY) from error
            raise


@contextmanager
def alone_with(database: Database, account_id: UUID | None) -> Iterator[Connection]:
    """One instant at which nobody else writes the account's ledger or any snapshots; others wait.

    Raises BusyError when somebody writes for long.
    """
    guard = database.hold()
    try:
        guard.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
        login = guard.scalar(select(accounts.c.login).where(accounts.c.id == account_id))
        if login is not None:
            taken = text("SELECT pg_advisory_lock(:space, hashtext(:key))")
            guard.execute(taken, {"space": LOCK_SPACE, "key": login})
        guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": WRITING})
        with at_one_instant(database) as connection:
            yield connection
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise BusyError(_BUSY) from error
        raise
    finally:
        _let_go(guard)


def _let_go(connection: Connection) -> None:
    """Free the locks of a session and close it: the server notices a closed connection a moment later."""
    with suppress(SQLAlchemyError):  # a connection that broke has lost its locks, or will
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
    connection.close()
