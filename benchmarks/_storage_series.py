"""Time series: a year of fifty accounts by the product's own readers, against every recorded point."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psycopg
from sqlalchemy import text

from benchmarks._figure import Figure
from benchmarks._storage_walks import add_accounts, fill
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import Booked, Snapshots, track_of
from services.calc.rollup_points import with_tail
from services.calc.rollup_profit import hourly_profit, profit_by_day, profit_by_hour_and_weekday
from services.calc.server_zone import server_zone
from services.container import build
from services.series_care import SeriesCare
from services.settings import load
from services.storage import tiers
from services.storage.daily_readers import read_daily_equity
from services.storage.engine import Database
from services.storage.migrate import migrate
from services.storage.plain_series import make_partitions
from services.storage.records import read_states
from services.storage.rollup_readers import read_hourly_equity
from services.storage.rollup_refresh import committing
from services.storage.series_ranges import SNAPSHOTS, month_of, months_between, next_month
from services.storage.snapshot_series import read_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from sqlalchemy import Connection

ACCOUNTS, DAYS = 50, 365
LEAST = 20.0
SMALLER = 8.0
TIMESCALE = "TIMESCALE_TEST_URL"
TIMESCALE_DAYS = 42
NOTHING = Booked(10_000.0, *(np.zeros(0, dtype=kind) for kind in ("datetime64[us]", "f8", "f8")))
_STATES = text(
    "INSERT INTO account_state (account_id, time, balance, credit, equity, floating, open_positions, source)"
    " SELECT id, :now, 10000, 0, 10000, 0, 0, 'bench' FROM accounts"
)
_RAW_LATEST = (
    "SELECT DISTINCT ON (account_id) account_id, time, balance, equity FROM performance_snapshots"
    " WHERE time >= :recent ORDER BY account_id, time DESC"
)
_RAW_DAYS = (
    "SELECT account_id, date_trunc('day', time, 'UTC'), (array_agg(equity ORDER BY time DESC))[1]"
    " FROM performance_snapshots WHERE time >= :month - INTERVAL '4 days' AND time < :end GROUP BY 1, 2"
)
_RAW_HEATMAP = (
    "SELECT extract(hour FROM time), extract(isodow FROM time), sum(change) FROM"
    " (SELECT time, equity - lag(equity) OVER (PARTITION BY account_id ORDER BY time) AS change"
    " FROM performance_snapshots WHERE time >= :quarter) AS steps GROUP BY 1, 2"
)


def lines(accounts: int = ACCOUNTS, days: int = DAYS) -> list[Figure]:
    """The figures; on an embedded server of its own that is gone afterwards."""
    now = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    with tempfile.TemporaryDirectory(prefix="performance-bench-") as folder:
        Path(folder).chmod(0o755)
        services = build(load({"DATA_DIR": folder}))
        try:
            migrate(services.database, timeseries_engine="plain")
            made, owners = _filled(services.database, accounts, now - timedelta(days=days), now)
            found = [*made, *_reads(services.database, owners, now)]
            plain = _bytes_a_row(services.database)
        finally:
            services.close()
    return found + _smaller(accounts, plain, now)


def _filled(
    database: Database, accounts: int, start: datetime, now: datetime
) -> tuple[list[Figure], tuple[UUID, ...]]:
    with database.begin() as connection:
        make_partitions(connection, SNAPSHOTS, months_between(start, now))
    owners = add_accounts(database, accounts)
    _loading(database)
    began = time.perf_counter()
    rows = fill(database, owners, start, now)
    filled = time.perf_counter()
    care = SeriesCare(database, now=lambda: now)
    care.refresh()
    refreshed = time.perf_counter()
    with database.begin() as connection:
        connection.execute(_STATES, {"now": now})
    with committing(database) as connection:
        connection.execute(text("VACUUM ANALYZE"))
    again = _median(care.refresh)
    return [
        Figure("snapshots written", rows / 1e6, "million rows"),
        Figure("writing them", filled - began, "s"),
        Figure("first refresh of all rollups", refreshed - filled, "s"),
        Figure("refresh with nothing new", again * 1000, "ms"),
    ], owners


def _loading(database: Database) -> None:
    """The server at a bulk load: it need not survive a power cut, and tidies up afterwards."""
    with committing(database) as connection:
        for setting in ("max_wal_size = '16GB'", "autovacuum = off", "fsync = off"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _reads(database: Database, owners: tuple[UUID, ...], now: datetime) -> list[Figure]:
    owner, month = owners[0], month_of(now - timedelta(days=28))
    with database.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))

        def raw(query: str) -> Callable[[], object]:
            given = {
                "recent": now - timedelta(days=4),
                "month": month,
                "end": next_month(month),
                "quarter": now - timedelta(days=91),
            }
            return lambda: connection.execute(text(query), given).all()

        return [
            *_pair(
                "equity curve of a year",
                lambda: _curve(connection, owner, now),
                lambda: _every(connection, owner),
                50,
            ),
            *_pair(
                "daily profit of a month, all accounts",
                lambda: _month(connection, month),
                raw(_RAW_DAYS),
                20,
            ),
            *_pair(
                "hour by weekday of a year, all accounts",
                lambda: _heatmap(connection, now),
                raw(_RAW_HEATMAP),
                600,
                parts=4,
            ),
            *_pair("latest state of all accounts", lambda: read_states(connection), raw(_RAW_LATEST), 5),
            _drawdown(connection, owners[:5], now),
        ]


def _pair(
    name: str, ours: Callable[[], object], raw: Callable[[], object], most: float, *, parts: int = 1
) -> Iterator[Figure]:
    """Our reader's median after a warm-up, and how much longer every recorded point takes, once.

    *raw* reads one of *parts* of equal length.
    """
    seconds, slow = _median(ours), parts * _seconds(raw)
    share = "" if parts == 1 else f" (a {parts}th of them, times {parts})"
    yield Figure(name, seconds * 1000, "ms", most=most)
    yield Figure(f"{name}: from every recorded point{share}", slow * 1000, "ms")
    yield Figure(f"{name}: times faster", slow / seconds, "×", least=LEAST)


def _curve(connection: Connection, owner: UUID, now: datetime) -> Snapshots:
    cut = tiers.tiers_at(now)
    older = tiers.read_older(connection, owner, cut, NOTHING)
    return with_tail(older, tiers.read_newer(connection, owner, cut, NOTHING))


def _every(connection: Connection, owner: UUID) -> list[tuple[object, ...]]:
    query = text(
        "SELECT time, balance, equity FROM performance_snapshots WHERE account_id = :id ORDER BY time"
    )
    return [tuple(row) for row in connection.execute(query, {"id": owner})]


def _month(connection: Connection, month: datetime) -> object:
    zone = server_zone("NY+7")
    start, end = (zone.day_start(zone.to_server(time)) for time in (month, next_month(month)))
    return profit_by_day(hourly_profit(read_daily_equity(connection, zone, start, end), {}), zone)


def _heatmap(connection: Connection, now: datetime) -> object:
    hours = read_hourly_equity(connection, now - timedelta(days=365), now)
    return profit_by_hour_and_weekday(hourly_profit(hours, {}), server_zone("NY+7"))


def _drawdown(connection: Connection, owners: tuple[UUID, ...], now: datetime) -> Figure:
    def fall(points: Snapshots) -> float:
        track = track_of(NOTHING, NOTHING.opening, points)
        return float(drawdown_statistics(track, np.ones(track.time.size, dtype=bool)).equity[0])

    gaps = [abs(fall(_curve(connection, one, now)) - fall(read_snapshots(connection, one))) for one in owners]
    return Figure("max drawdown of a year: largest difference to every point", max(gaps), "", most=1e-6)


def _smaller(accounts: int, plain: float, now: datetime) -> list[Figure]:
    """How much less a row takes in columns; nothing where no server with TimescaleDB is named."""
    if TIMESCALE not in os.environ:
        return []
    with _scratch(os.environ[TIMESCALE]) as database:
        migrate(database, timeseries_engine="timescale")
        fill(database, add_accounts(database, accounts), now - timedelta(days=TIMESCALE_DAYS), now)
        SeriesCare(database, now=lambda: now + timedelta(days=8)).compact()
        return [
            Figure(
                "TimescaleDB: times smaller than plain", plain / _bytes_a_row(database), "×", least=SMALLER
            )
        ]


def _bytes_a_row(database: Database) -> float:
    sizes = {size.name: size for size in SeriesCare(database).sizes()}
    with database.begin() as connection:
        rows = connection.execute(text("SELECT count(*) FROM performance_snapshots")).scalar_one()
    return sizes[SNAPSHOTS.name].bytes / int(rows)


@contextmanager
def _scratch(server: str) -> Iterator[Database]:
    name = f"bench_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        database = Database(server.rsplit("/", 1)[0] + f"/{name}")
        try:
            yield database
        finally:
            database.dispose()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _median(work: Callable[[], object], rounds: int = 5) -> float:
    work()
    return statistics.median(_seconds(work) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
