"""Backups of a million deals: made and proven, restored from a chain, and every flipped bit found."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks._figure import Figure
from services.backup.backups import Backups
from services.container import build
from services.settings import load
from services.storage.catalog import read_tables
from services.storage.dump import prepare, read_totals
from services.storage.engine import Database
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from services.container import Services

DEALS = 1_000_000
MOST_SECONDS = 180.0
FLIPS = 100
ACCOUNTS = """INSERT INTO accounts
  (name, login, currency, currency_digits, margin_mode, trade_mode, server_zone)
SELECT 'bench ' || n, n, 'USD', 2, 'hedging', 'demo', 'UTC' FROM generate_series(1, 10) n"""
ROWS = """INSERT INTO deals
  (account_id, ticket, time, server_time, type, entry, "order", position_id,
   symbol, volume, price, commission, swap, profit, fee, comment)
SELECT a.id, n, timestamptz '2023-01-01Z' + n * interval '15 minutes', '2023-01-01', n % 2, n / 2 % 2, n,
  n / 2, 'EURUSD', 0.10, round((1 + random() * 0.2)::numeric, 5), -0.35, 0,
  round((random() * 200 - 100)::numeric, 2), 0, 'sl ' || n
FROM accounts a, generate_series(cast(:first AS bigint), :last) n"""
CHANGES = (
    "UPDATE deals SET profit = profit + 0.01 WHERE ticket % 10007 = 0",
    "DELETE FROM deals WHERE time >= '2023-02-01Z' AND time < '2023-03-01Z'",
    "DELETE FROM accounts WHERE name = 'bench 3'",
)


def lines(deals: int = DEALS) -> list[Figure]:
    """The figures; on an embedded server of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="performance-bench-") as name:
        Path(name).chmod(0o755)
        services = build(load({"DATA_DIR": name}))
        try:
            migrate(services.database)
            return [_made(services, deals), *_chain(services), _flips(services)]
        finally:
            services.close()


def _made(services: Services, deals: int) -> Figure:
    with services.database.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(ACCOUNTS))
        connection.execute(text(ROWS), {"first": 1, "last": deals // 10})
    started = time.perf_counter()
    made = services.backups.make("full", "bench")
    seconds = time.perf_counter() - started
    if made.records < deals:
        raise AssertionError(f"The backup has {made.records} rows instead of {deals}.")
    return Figure(
        f"full backup of {deals:,} deals, made and proven by a restore", seconds, "s", most=MOST_SECONDS
    )


def _chain(services: Services) -> list[Figure]:
    """Three incremental backups, then the last one restored beside and compared table by table."""
    seconds = []
    for change in CHANGES:
        with services.database.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(change))
        started = time.perf_counter()
        services.backups.make("incremental", "bench")
        seconds.append(time.perf_counter() - started)
    url = _empty(services, "restored")
    started = time.perf_counter()
    services.backups.restore("latest", url)
    restored = time.perf_counter() - started
    there = Database(url)
    ours, theirs = _totals(services.database), _totals(there)
    there.dispose()
    differing = sum(ours[name] != theirs.get(name) for name in ours)
    return [
        Figure("incremental backup after a change, made and proven (slowest of three)", max(seconds), "s"),
        Figure("restore of that chain", restored, "s", most=MOST_SECONDS),
        Figure("tables that differ in rows, hash or sums after it", differing, "tables", most=0),
    ]


def _flips(services: Services) -> Figure:
    """A small chain of its own, so that it can be read a hundred times."""
    database = Database(_empty(services, "flipped"))
    settings = services.settings.model_copy(update={"backup_dir": services.settings.data_dir / "flipped"})
    migrate(database)
    with database.begin() as connection:
        connection.execute(text(ACCOUNTS))
        connection.execute(text(ROWS), {"first": 1, "last": 100})
    backups = Backups(database, settings)
    backups.make("full", "bench")
    with database.begin() as connection:
        connection.execute(text(CHANGES[2]))
    backups.make("incremental", "bench")
    database.dispose()
    files = sorted(path for path in settings.backups.rglob("*") if path.is_file())
    chance = random.Random(FLIPS)  # noqa: S311 - which bits to flip is no secret
    found = sum(_is_found(backups, chance.choice(files), chance) for _ in range(FLIPS))
    return Figure(f"flipped bits found of {FLIPS}", found, "flips", least=FLIPS)


def _is_found(backups: Backups, path: Path, chance: random.Random) -> bool:
    whole = path.read_bytes()
    damaged, bit = bytearray(whole), chance.randrange(8 * len(whole))
    damaged[bit // 8] ^= 1 << bit % 8
    path.write_bytes(damaged)
    issues = backups.verify()
    path.write_bytes(whole)
    return bool(issues)


def _empty(services: Services, name: str) -> str:
    with services.database.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        outside.exec_driver_sql(f"CREATE DATABASE {name}")
    return services.database.engine.url.set(database=name).render_as_string(hide_password=False)


def _totals(database: Database) -> dict[str, object]:
    with database.begin() as connection:
        prepare(connection)
        return {table.name: read_totals(connection, table) for table in read_tables(connection)}
