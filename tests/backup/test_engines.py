"""A backup of one engine restores into the other: PostgreSQL alone, and PostgreSQL with TimescaleDB."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import text

from services.backup.backups import Backups
from services.settings import Settings, load
from services.storage.capability import Capability, read_capability
from services.storage.engine import Database
from services.storage.migrate import migrate
from services.storage.rollup_refresh import refresh_rollups
from services.storage.timeseries import remove_rows
from tests.backup.rows import add_account, add_deals, add_snapshots, fingerprint, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TIMESCALE = "TIMESCALE_TEST_URL"
UNTIL = datetime(2025, 2, 20, tzinfo=UTC)
VIEWS = ("performance_15m", "performance_1h", "performance_1d")


@pytest.fixture
def timescale_url() -> Iterator[Callable[[], str]]:
    """Makes empty databases on a server with TimescaleDB."""
    server = os.environ.get(TIMESCALE)
    if not server:
        pytest.skip(f"{TIMESCALE} names no server with TimescaleDB")
    names: list[str] = []

    def make() -> str:
        names.append(f"c_test_{uuid.uuid4().hex}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {names[-1]} TEMPLATE template0")
        return server.rsplit("/", 1)[0] + f"/{names[-1]}"

    yield make
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def settings_of(url: str, tmp_path: Path, engine: str = "auto") -> Settings:
    return load({"DATABASE_URL": url, "DATA_DIR": str(tmp_path / "files"), "TIMESERIES_ENGINE": engine})


def views(database: Database | str) -> dict[str, Any]:
    """What readers see of the rollups."""
    if isinstance(database, str):
        opened = Database(database)
        try:
            return views(opened)
        finally:
            opened.dispose()
    with database.begin() as connection:
        columns = "account_id, bucket, open, high, low, close, balance, n, open_time, high_time, close_time"
        return {
            view: [
                tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {view} ORDER BY 1, 2"))
            ]
            for view in VIEWS
        }


def fill(database: Database) -> None:
    """Two accounts with deals and snapshots; rollups up to a day before their end."""
    for name in ("one", "two"):
        account = add_account(database, name)
        add_deals(database, account, 900)
        add_snapshots(database, account, 1200)
    refresh_rollups(database, UNTIL)


def test_plain_to_timescale_to_plain_changes_nothing(
    database: Database, timescale_url: Callable[[], str], new_url: Callable[[], str], tmp_path: Path
) -> None:
    fill(database)
    plain = Backups(database, settings_of(str(database.engine.url), tmp_path / "plain"))
    plain.make("full")
    url, back = timescale_url(), new_url()
    Backups(database, settings_of(url, tmp_path / "plain")).restore("latest", url)
    there = Database(url)
    with there.begin() as connection:
        assert read_capability(connection) is Capability.TS_TSL
    assert views(there) == views(database)
    assert without_rollups(fingerprint(there)) == without_rollups(fingerprint(database))
    columnar = Backups(there, settings_of(url, tmp_path / "columnar"))
    assert columnar.make("full").verified
    columnar.restore("latest", back)
    there.dispose()
    assert views(back) == views(database)
    assert without_rollups(fingerprint(back)) == without_rollups(fingerprint(database))


def without_rollups(found: dict[str, Any]) -> dict[str, Any]:
    """All but stored rollups and how far they are: after a restore a refresh may have stored more of them."""
    return {
        name: totals for name, totals in found.items() if not name.startswith(("rollup_", "series_state"))
    }


def test_rollups_of_snapshots_that_were_purged_come_back_too(
    database: Database, timescale_url: Callable[[], str], new_url: Callable[[], str], tmp_path: Path
) -> None:
    fill(database)
    before = views(database)
    with database.begin() as connection:
        for (account,) in connection.execute(text("SELECT id FROM accounts")).all():
            start, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)
            assert remove_rows(connection, "performance_snapshots", account, start, end)
    assert views(database) == before
    settings = settings_of(str(database.engine.url), tmp_path)
    Backups(database, settings).make("full")
    url, back = timescale_url(), new_url()
    Backups(database, settings).restore("latest", url)
    assert views(url) == before
    there = Database(url)
    columnar = Backups(there, settings_of(url, tmp_path / "columnar"))
    columnar.make("full")
    columnar.restore("latest", back)
    there.dispose()
    assert views(back) == before


def test_a_chain_on_timescale_with_compressed_chunks(
    timescale_url: Callable[[], str], tmp_path: Path
) -> None:
    url, target = timescale_url(), timescale_url()
    database = Database(url)
    migrate(database, timeseries_engine="timescale")
    fill(database)
    with database.begin() as connection:
        connection.execute(
            text("SELECT compress_chunk(c) FROM show_chunks('performance_snapshots') c LIMIT 3")
        )
    backups = Backups(database, settings_of(url, tmp_path))
    assert backups.make("full").verified
    run(database, "DELETE FROM performance_snapshots WHERE time < '2025-01-03Z'")
    add_deals(database, add_account(database, "three"), 50)
    made = backups.make("incremental")
    assert (made.type, made.verified) == ("incremental", True)
    backups.restore(made.id, target)
    assert without_rollups(fingerprint(target)) == without_rollups(fingerprint(database))
    database.dispose()


def test_rows_come_back_into_the_partitions_of_their_months(
    database: Database, backups: Backups, empty_url: str
) -> None:
    fill(database)
    backups.make("full")
    backups.restore("latest", empty_url)
    restored = Database(empty_url)
    with restored.begin() as connection:
        count = "SELECT count(*) FROM performance_snapshots_{}"
        assert connection.execute(text(count.format("default"))).scalar() == 0
        assert connection.execute(text(count.format("2025_01"))).scalar() == 2 * (31 * 24 - 1)
    restored.dispose()
    assert views(empty_url) == views(database)
