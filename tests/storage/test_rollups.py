"""Rollups: what a bucket keeps, late rows, purged rows, and accounts that go; the same on every engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from services.storage import accounts
from services.storage.capability import Capability, capability_of
from services.storage.rollup_refresh import refresh_rollups, refreshed_until
from services.storage.rollups import COLUMNS, ROLLUPS, Rollup
from services.storage.timescale_restore import after_restore
from services.storage.timeseries import drop_empty_ranges, purged_before, remove_rows, rollup_relation
from tests.storage.walks import NOW, Row, add_account, record, walk

if TYPE_CHECKING:
    from uuid import UUID

    from services.storage.engine import Database

DAY = timedelta(days=1)
OCTOBER, NOVEMBER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


def shown(database: Database, rollup: Rollup, account_id: UUID | None = None) -> list[dict[str, Any]]:
    chosen = "" if account_id is None else " WHERE account_id = :account"
    query = f"SELECT {', '.join(COLUMNS)} FROM {rollup.name}{chosen} ORDER BY account_id, bucket"
    with database.begin() as connection:
        return [dict(row) for row in connection.execute(text(query), {"account": account_id}).mappings()]


def everything(database: Database, account_id: UUID | None = None) -> list[list[dict[str, Any]]]:
    return [shown(database, rollup, account_id) for rollup in ROLLUPS]


def expected(rows: list[Row], rollup: Rollup) -> list[dict[str, Any]]:
    """The buckets by the definition, point by point."""
    return [
        _bucket(start, list(group)) for start, group in groupby(rows, key=lambda row: rollup.floor(row[1]))
    ]


def _bucket(start: datetime, rows: list[Row]) -> dict[str, Any]:
    high = max(rows, key=lambda row: row[3])
    low = min(rows, key=lambda row: row[3])
    falls = [
        (1 - after[3] / before[3], before, after)
        for number, before in enumerate(rows)
        for after in rows[number:]
    ]
    return {
        "account_id": rows[0][0],
        "bucket": start,
        "open": rows[0][3],
        "close": rows[-1][3],
        "balance": rows[-1][2],
        "n": len(rows),
        "high": high[3],
        "low": low[3],
        "open_time": rows[0][1],
        "close_time": rows[-1][1],
        "high_time": high[1],
        "low_time": low[1],
        "fall": max(fall for fall, _, _ in falls),
    }


def _comparable(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in found.items() if not name.startswith(("peak", "trough"))}
    assert found["peak_time"] <= found["trough_time"]
    return kept | {"fall": 1 - found["trough"] / found["peak"]}


@pytest.mark.parametrize("rollup", ROLLUPS, ids=lambda rollup: rollup.name)
def test_a_bucket_keeps_its_extremes_and_its_deepest_fall(store: Database, rollup: Rollup) -> None:
    account_id = add_account(store)
    rows = walk(account_id, NOW - 3 * DAY, NOW)
    record(store, rows)
    wanted = expected(rows, rollup)
    for _ in range(2):
        found = [_comparable(row) for row in shown(store, rollup)]
        for row, right in zip(found, wanted, strict=True):
            assert row == right | {"fall": pytest.approx(right["fall"], abs=1e-12)}
        refresh_rollups(store, NOW)


def test_what_is_shown_does_not_depend_on_when_it_was_refreshed(store: Database) -> None:
    account_id = add_account(store)
    rows = walk(account_id, NOW - 40 * DAY, NOW, step=timedelta(minutes=20))
    for part in range(4):
        record(store, rows[part::4])
        refresh_rollups(store, NOW - (3 - part) * 9 * DAY)
    in_parts = everything(store)
    with store.begin() as connection:
        connection.execute(text("DELETE FROM accounts"))
    other = add_account(store)
    record(store, [(other, *row[1:]) for row in rows])
    refresh_rollups(store, NOW)
    at_once = everything(store)
    assert [[row | {"account_id": other} for row in grain] for grain in in_parts] == at_once


def test_a_late_row_moves_its_buckets_only_after_a_refresh_and_nothing_else(store: Database) -> None:
    first, second = add_account(store), add_account(store, "1002")
    for account_id in (first, second):
        record(store, walk(account_id, NOW - 3 * DAY, NOW))
    refresh_rollups(store, NOW)
    untouched = everything(store, second)
    late = NOW - 2 * DAY + timedelta(seconds=1)
    record(store, [(first, late, 1.0, 5_000.0, None, 0)])
    with store.begin() as connection:
        assert refreshed_until(connection, "performance_15m", first) <= late
        assert refreshed_until(connection, "performance_15m", second) > late
    refresh_rollups(store, NOW)
    assert everything(store, second) == untouched
    for rollup in ROLLUPS:
        assert [
            row["high"] for row in shown(store, rollup, first) if row["bucket"] == rollup.floor(late)
        ] == [5_000]
    with store.begin() as connection:
        assert refreshed_until(connection, "performance_15m", first) > NOW - timedelta(hours=1)


def test_the_same_snapshots_again_change_nothing(store: Database) -> None:
    account_id = add_account(store)
    rows = walk(account_id, NOW - DAY, NOW)
    assert record(store, rows).stored == len(rows)
    refresh_rollups(store, NOW)
    before = everything(store)
    again = record(store, [(*row[:3], row[3] + 1, None, 0) for row in rows])
    assert (again.stored, again.refused) == (0, 0)
    refresh_rollups(store, NOW)
    assert everything(store) == before


def test_purged_rows_stay_in_the_rollups_whatever_is_refreshed(store: Database) -> None:
    first, second = add_account(store), add_account(store, "1002")
    for number, account_id in enumerate((first, second)):
        record(store, walk(account_id, OCTOBER, NOW, step=timedelta(hours=2), seed=number))
    refresh_rollups(store, NOW)
    before = everything(store)
    with store.begin() as connection:
        gone = remove_rows(connection, "performance_snapshots", first, OCTOBER, NOVEMBER)
        assert gone == 31 * 12
        assert purged_before(connection, "performance_snapshots", first) == NOVEMBER
        assert purged_before(connection, "performance_snapshots", second) is None
    late = record(store, [(first, OCTOBER + DAY, 1.0, 1.0, None, 0)])
    assert (late.stored, late.refused) == (0, 1)
    refresh_rollups(store, NOW + DAY)
    assert everything(store) == before


def test_late_rows_of_one_account_count_where_another_has_been_purged(store: Database) -> None:
    first, second = add_account(store), add_account(store, "1002")
    for account_id in (first, second):
        record(store, walk(account_id, OCTOBER, NOW, step=timedelta(hours=2)))
    refresh_rollups(store, NOW)
    kept = everything(store, first)
    with store.begin() as connection:
        remove_rows(connection, "performance_snapshots", first, OCTOBER, NOVEMBER)
    late = OCTOBER + 5 * DAY + timedelta(minutes=7)
    assert record(store, [(second, late, 1.0, 9_000.0, None, 0)]).stored == 1
    refresh_rollups(store, NOW)
    assert everything(store, first) == kept
    for rollup in ROLLUPS:
        assert max(row["high"] for row in shown(store, rollup, second)) == 9_000


def test_a_purged_grain_leaves_the_coarser_one_alone(store: Database) -> None:
    account_id = add_account(store)
    record(store, walk(account_id, OCTOBER, NOW, step=timedelta(minutes=30)))
    refresh_rollups(store, NOW)
    _, hours, days = everything(store)
    with store.begin() as connection:
        remove_rows(connection, "performance_snapshots", account_id, OCTOBER, NOVEMBER)
        assert remove_rows(connection, "performance_15m", account_id, OCTOBER, NOVEMBER) == 31 * 48
    refresh_rollups(store, NOW + DAY)
    quarters, hours_after, days_after = everything(store)
    assert (hours_after, days_after) == (hours, days)
    assert min(row["bucket"] for row in quarters) == NOVEMBER


def test_an_account_that_goes_leaves_no_bucket(store: Database) -> None:
    first, second = add_account(store), add_account(store, "1002")
    for account_id in (first, second):
        record(store, walk(account_id, NOW - 3 * DAY, NOW))
    refresh_rollups(store, NOW)
    kept = everything(store, second)
    with store.begin() as connection:
        accounts.remove_account(connection, first)
    for _ in range(2):
        assert everything(store) == kept
        refresh_rollups(store, NOW + DAY)


def test_stored_buckets_can_be_read_and_written_by_hand(store: Database) -> None:
    """A backup restores them where their snapshots are gone; they show when that is finished."""
    account_id = add_account(store)
    record(store, walk(account_id, OCTOBER, OCTOBER + 3 * DAY))
    refresh_rollups(store, NOW)
    before = everything(store)
    columns = ", ".join(COLUMNS)
    with store.begin() as connection:
        for rollup in ROLLUPS:
            relation = rollup_relation(connection, rollup.name)
            connection.execute(text(f"CREATE TABLE kept_{rollup.table} AS SELECT {columns} FROM {relation}"))
        connection.execute(text("DELETE FROM performance_snapshots"))
        for rollup in ROLLUPS:
            relation = rollup_relation(connection, rollup.name)
            connection.execute(text(f"DELETE FROM {relation}"))
            connection.execute(
                text(f"INSERT INTO {relation} ({columns}) SELECT {columns} FROM kept_{rollup.table}")
            )
        remove_rows(connection, "performance_snapshots", account_id, OCTOBER, NOVEMBER)
    after_restore(store, NOW)
    assert everything(store) == before


def test_empty_ranges_are_dropped_and_others_kept(store: Database) -> None:
    first, second = add_account(store), add_account(store, "1002")
    record(store, walk(first, OCTOBER - 60 * DAY, NOW, step=timedelta(hours=6)))
    record(store, walk(second, OCTOBER, NOW, step=timedelta(hours=6)))
    with store.begin() as connection:
        kind = capability_of(connection)
    if kind is Capability.PLAIN:
        from services.series_care import SeriesCare  # noqa: PLC0415

        SeriesCare(store, now=lambda: NOW).make_partitions()
    refresh_rollups(store, NOW)
    before = everything(store)
    with store.begin() as connection:
        remove_rows(connection, "performance_snapshots", first, OCTOBER - 70 * DAY, NOVEMBER)
        dropped = drop_empty_ranges(connection, "performance_snapshots", NOVEMBER)
        first_left = connection.scalar(text("SELECT min(time) FROM performance_snapshots"))
        assert drop_empty_ranges(connection, "performance_snapshots", NOVEMBER) == 0
    assert dropped == 2 if kind is Capability.PLAIN else dropped >= 7
    assert first_left == OCTOBER
    refresh_rollups(store, NOW)
    assert everything(store) == before
