"""The database as the product sees it: connections that are UTC, bounded in time, and say when it is down."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import structlog
from psycopg import sql
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from services.errors import UnavailableError
from services.priority import make_patient, patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import LiteralString

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 60
POOL_SECONDS = 10
POOL_SIZE = 10
ALONE: LiteralString = "SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0"
OVERFLOW = 2  # times the pool's size: opened when they are needed, closed afterwards

_log = structlog.get_logger(__name__)


class Database:
    """A PostgreSQL server with a pool of connections; *revive* starts it again when it is ours.

    The processes of one that *is_ours* are as patient as the process they work for.
    """

    def __init__(
        self,
        url: str,
        *,
        read_url: str | None = None,
        revive: Callable[[], object] | None = None,
        is_ours: bool = False,
        statement_seconds: int = STATEMENT_SECONDS,
        pool_size: int = POOL_SIZE,
    ) -> None:
        self.is_ours = is_ours
        self._revive = revive
        self._overflow = OVERFLOW * pool_size
        self._reviving = threading.Lock()
        self._era = 0
        self.engine = _engine(url, statement_seconds, pool_size)
        if is_ours:
            event.listen(self.engine, "connect", _be_as_patient)
        self._reader = _engine(read_url, statement_seconds, pool_size) if read_url else self.engine
        for engine in {self.engine, self._reader}:
            event.listen(engine, "connect", self._opened)
            event.listen(engine, "checkin", self._returned)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection in a transaction: committed at the end, rolled back on an error."""
        with _translated(), self._open(self.engine) as connection, connection.begin():
            yield connection

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection whose transactions the caller commits."""
        with _translated(), self._open(self.engine) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction that sees one instant, on the replica where there is one that answers."""
        with _translated(), self._open_reader() as connection:
            connection.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def hold(self) -> Connection:
        """A connection outside the pool that commits each statement; the caller closes it."""
        with _translated():
            connection = self._open(self.engine).execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            return connection

    def pool(self) -> dict[str, int]:
        """How many connections of the main pool are in use, idle, and how many there may be."""
        pool = self.engine.pool
        if not isinstance(pool, QueuePool):  # pragma: no cover - the engine always has this one
            return {}
        most = pool.size() + self._overflow
        return {"in_use": pool.checkedout(), "idle": pool.checkedin(), "most": most}

    def ping(self) -> None:
        """Ask for one answer; raises UnavailableError."""
        with self.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every pooled connection, and those in use as soon as they come back."""
        self._era += 1
        self.engine.dispose()
        self._reader.dispose()

    def _opened(self, _: psycopg.Connection, record: ConnectionPoolEntry) -> None:
        record.info["era"] = self._era

    def _returned(self, connection: psycopg.Connection | None, record: ConnectionPoolEntry) -> None:
        if connection is not None and record.info["era"] != self._era:
            connection.close()  # its pool is gone

    def _open_reader(self) -> Connection:
        """The replica's answer, or the main database's while the replica is away."""
        if self._reader is not self.engine:
            try:
                return self._reader.connect()
            except OperationalError as error:
                _log.warning("replica_unavailable", reason=str(error.orig).strip())
        return self._open(self.engine)

    def _open(self, engine: Engine) -> Connection:
        try:
            return engine.connect()
        except OperationalError:
            if self._revive is None:
                raise
        with self._reviving:
            self._revive()
        return engine.connect()


def _engine(url: str, statement_seconds: int, pool_size: int) -> Engine:
    options = (
        "-c timezone=UTC"
        " -c jit=off"  # compiling takes longer than our queries, and their estimates invite it
        f" -c statement_timeout={statement_seconds}s"
        f" -c idle_in_transaction_session_timeout={10 * statement_seconds}s"
    )
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=OVERFLOW * pool_size,
        pool_timeout=POOL_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "performance-tracker",
            "options": options,
        },
    )


def _be_as_patient(connection: psycopg.Connection, _: object) -> None:
    if patience():
        make_patient(connection.info.backend_pid, patience())
        with connection.cursor() as cursor:  # helpers would be processes that know nothing of patience
            cursor.execute(ALONE)
        connection.commit()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise UnavailableError("The database is busy: no connection came free in time.") from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.QueryCanceled):
            raise UnavailableError("The database query took too long and was stopped.") from error
        if error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError):
            raise UnavailableError("The database does not answer.") from error
        raise


def copy_rows(
    connection: Connection, table_name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write *rows* into a table with COPY, in the connection's transaction."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table_name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):  # pragma: no cover - the engine is always psycopg's
        raise TypeError("COPY needs a psycopg connection.")
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
