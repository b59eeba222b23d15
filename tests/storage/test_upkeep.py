"""Making, keeping and undoing the series."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text

from services.errors import SettingsError
from services.series_care import SeriesCare
from services.storage.capability import Capability, capability_of
from services.storage.engine import Database
from services.storage.migrate import configuration, migrate
from services.storage.rollup_refresh import refresh_rollups
from services.storage.series_ranges import SNAPSHOTS
from services.storage.snapshot_series import write_snapshots
from services.storage.timeseries import list_ranges
from tests.storage.walks import NOW, add_account, record, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


@pytest.fixture(params=[Capability.PLAIN, Capability.TS_TSL], ids=str)
def bare(request: pytest.FixtureRequest) -> Iterator[tuple[Database, Capability]]:
    """An empty database without tables, and what it offers."""
    plain = request.param is Capability.PLAIN
    database = Database(request.getfixturevalue("empty_url" if plain else "timescale_url"))
    yield database, request.param
    database.dispose()


def snapshots(database: Database) -> list[tuple[object, ...]]:
    with database.begin() as connection:
        rows = connection.execute(text("SELECT * FROM performance_snapshots ORDER BY account_id, time"))
        return [tuple(row) for row in rows]


def downgrade(database: Database, revision: str) -> None:
    with database.begin() as connection:
        command.downgrade(configuration(connection), revision)


def test_rows_survive_going_up_down_and_up(bare: tuple[Database, Capability]) -> None:
    database, kind = bare
    migrate(database)
    account_id = add_account(database)
    record(database, walk(account_id, NOW - 70 * DAY, NOW, step=timedelta(hours=5)))
    before = snapshots(database)
    downgrade(database, "0002")
    assert snapshots(database) == before
    with database.begin() as connection:
        assert (
            connection.scalar(
                text("SELECT relkind::text FROM pg_class WHERE relname = 'performance_snapshots'")
            )
            == "r"
        )
    migrate(database)
    assert snapshots(database) == before
    with database.begin() as connection:
        assert capability_of(connection) is kind
        command.check(configuration(connection))
        assert list_ranges(connection, SNAPSHOTS)[0].start <= NOW - 70 * DAY
    downgrade(database, "base")


def test_plain_is_plain_even_where_timescaledb_is_there(timescale_url: str) -> None:
    database = Database(timescale_url)
    migrate(database, timeseries_engine="plain")
    with database.begin() as connection:
        assert capability_of(connection) is Capability.PLAIN
    database.dispose()


def test_timescaledb_that_is_not_there_is_said(empty_url: str) -> None:
    database = Database(empty_url)
    with pytest.raises(SettingsError, match="does not offer TimescaleDB"):
        migrate(database, timeseries_engine="timescale")
    database.dispose()


def test_partitions_are_made_ahead_and_for_rows_that_came_before_them(database: Database) -> None:
    account_id = add_account(database)
    record(database, walk(account_id, NOW - 70 * DAY, NOW, step=timedelta(hours=5)))
    before = snapshots(database)
    care = SeriesCare(database, now=lambda: NOW)
    assert "performance_snapshots_2026_09" in care.make_partitions()
    with database.begin() as connection:
        months = [found.start.month for found in list_ranges(connection, SNAPSHOTS)]
        assert connection.scalar(text("SELECT count(*) FROM performance_snapshots_default")) == 0
    assert months == [9, 10, 11, 12, 1, 2]
    assert snapshots(database) == before
    assert care.make_partitions() == "Made no partitions."


def test_what_is_over_is_compacted_once_and_again_when_it_changed(store: Database) -> None:
    account_id = add_account(store)
    record(store, walk(account_id, NOW - 70 * DAY, NOW, step=timedelta(hours=1)))
    before = snapshots(store)
    care = SeriesCare(store, now=lambda: NOW)
    care.make_partitions()
    care.refresh()
    assert not care.compact().startswith("Compacted no")
    assert care.compact() == "Compacted no ranges."
    assert snapshots(store) == before
    with store.begin() as connection:
        kind = capability_of(connection)
    record(store, [(account_id, NOW - 60 * DAY + timedelta(seconds=1), 1.0, 1.0, None, 0)])
    again = care.compact()
    assert again == ("Compacted no ranges." if kind is Capability.TS_APACHE else again)
    assert again.startswith("Compacted 1 range") or kind is Capability.TS_APACHE
    assert care.compact() == "Compacted no ranges."


def test_compacted_rows_of_an_account_lie_together(database: Database) -> None:
    rows = [
        row
        for login in ("1", "2", "3", "4")
        for row in walk(add_account(database, login), NOW - 60 * DAY, NOW - 30 * DAY, step=timedelta(hours=1))
    ]
    record(database, sorted(rows, key=lambda row: row[1]))
    care = SeriesCare(database, now=lambda: NOW)
    care.make_partitions()
    care.compact()
    changes = (
        "SELECT count(*) FROM (SELECT account_id <> lag(account_id) OVER (ORDER BY ctid) AS other"
        " FROM performance_snapshots_2026_10) AS rows WHERE other"
    )
    with database.begin() as connection:
        assert connection.scalar(text(changes)) == 3


def test_sizes_say_what_is_there(store: Database) -> None:
    account_id = add_account(store)
    record(store, walk(account_id, NOW - 20 * DAY, NOW, step=timedelta(minutes=10)))
    care = SeriesCare(store, now=lambda: NOW)
    care.make_partitions()
    care.refresh()
    care.compact()
    found = {size.name: size for size in care.sizes()}
    assert set(found) == {
        "performance_snapshots",
        "quotes",
        "performance_15m",
        "performance_1h",
        "performance_1d",
    }
    assert found["performance_snapshots"].first == NOW - 20 * DAY
    assert found["performance_snapshots"].bytes > 0
    assert found["quotes"].last is None
    assert found["performance_1d"].last == datetime(2026, 11, 19, tzinfo=UTC)


def test_a_refresh_overlooks_no_row_that_is_being_written(database: Database) -> None:
    """It waits for the writer; what is written after it is late, and noted."""
    account_id = add_account(database)
    rows = walk(account_id, NOW - DAY, NOW)
    written, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with database.begin() as connection:
            write_snapshots(connection, rows)
            written.set()
            go_on.wait(10)

    writer = threading.Thread(target=write)
    refresher = threading.Thread(target=refresh_rollups, args=(database, NOW))
    writer.start()
    assert written.wait(10)
    refresher.start()
    refresher.join(0.5)
    assert refresher.is_alive()
    go_on.set()
    writer.join()
    refresher.join()
    with database.begin() as connection:
        assert connection.scalar(text("SELECT sum(n) FROM rollup_15m")) == len(
            [r for r in rows if r[1] < NOW - timedelta(minutes=7)]
        )
