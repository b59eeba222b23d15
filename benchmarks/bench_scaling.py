"""What many accounts cost: written, summarised and read for real, then carried on to 100,000 of them.

The second number of accounts shows whether the cost of one grows with their number.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import make_url

from benchmarks._figure import Figure
from services.storage.embedded import EmbeddedServer
from services.storage.engine import Database
from services.storage.migrate import migrate
from services.storage.records import read_states
from services.storage.rollup_refresh import refresh_rollups
from services.storage.series_sizes import read_sizes
from services.storage.snapshot_series import write_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACCOUNTS = (2_000, 20_000)
TARGET = 100_000
MINUTES = 16  # one bucket, and the minute after it
START = datetime(2026, 6, 3, 12, tzinfo=UTC)

_ADD = text("""
    INSERT INTO accounts (name, login, currency, currency_digits, margin_mode, trade_mode, server_zone)
    SELECT 'Account ' || n, n::text, 'USD', 2, 'hedging', 'real', 'UTC'
    FROM generate_series(1, :accounts) AS n
""")
_ADD_STATES = text("""
    INSERT INTO account_state (account_id, time, balance, credit, equity, floating, open_positions, source)
    SELECT id, now(), 10000, 0, 10000, 0, 0, 'bench' FROM accounts
""")


def run(counts: tuple[int, ...] = ACCOUNTS) -> list[Figure]:
    """The costs on the embedded engine, and on TimescaleDB where `TIMESCALE_TEST_URL` names one."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="performance-tracker-bench-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / "data")
        server.start()
        try:
            for count in counts:
                figures += _measured("plain", server.url, count)
        finally:
            server.release()
    timescale = os.environ.get("TIMESCALE_TEST_URL")
    if timescale:
        for count in counts:
            figures += _measured("TimescaleDB", timescale, count)
    return figures


def _measured(engine: str, server: str, accounts: int) -> list[Figure]:
    with _scratch(server) as url:
        database = Database(url, statement_seconds=600)
        try:
            return _figures(engine, database, accounts)
        finally:
            database.dispose()


def _figures(engine: str, database: Database, accounts: int) -> list[Figure]:
    migrate(database)
    with database.begin() as connection:
        connection.execute(_ADD, {"accounts": accounts})
        connection.execute(_ADD_STATES)
        ids = list(connection.scalars(text("SELECT id FROM accounts ORDER BY id")))
    writes = [_timed(partial(_write, database, ids, minute)) for minute in range(MINUTES)]
    refresh = _timed(lambda: refresh_rollups(database, START + timedelta(minutes=MINUTES + 1)))
    state = min(_timed(lambda: _states(database)) for _ in range(3))
    with database.begin() as connection:
        sizes = {size.name: size.bytes / size.rows for size in read_sizes(connection) if size.rows}
    where, write = f"{engine}, {accounts:,} accounts", statistics.median(writes)
    scale = TARGET / accounts
    return [
        Figure(f"{where}: a snapshot of each", write * 1000, "ms"),
        Figure(f"{where}: the summary of 15 minutes of each", refresh * 1000, "ms"),
        Figure(f"{where}: the latest state of each", state * 1000, "ms"),
        *(Figure(f"{where}: a row of {name} with its keys", size, "bytes") for name, size in sizes.items()),
        Figure(f"{where}: a snapshot of 100,000 at this rate", write * scale, "s"),
        Figure(f"{where}: the summary of 100,000 at this rate", refresh * scale, "s"),
    ]


def _write(database: Database, ids: list[uuid.UUID], minute: int) -> None:
    instant = START + timedelta(minutes=minute)
    with database.begin() as connection:
        write_snapshots(
            connection, ((account, instant, 10_000.0, 10_000.0 + minute, None, 1) for account in ids)
        )


def _states(database: Database) -> int:
    with database.read() as connection:
        return len(read_states(connection))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _scratch(server: str) -> Iterator[str]:
    """A database of our own on *server*, gone afterwards."""
    url = make_url(server).set(drivername="postgresql")
    name = f"bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield url.set(drivername="postgresql+psycopg", database=name).render_as_string(
                hide_password=False
            )
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
