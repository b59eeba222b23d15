"""The verbs of the time series, the same on every engine: where rows lie, which ranges, what is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage import plain_series, timescale_series
from services.storage.capability import Capability, capability_of
from services.storage.rollups import ROLLUPS, find_rollup
from services.storage.series_ranges import SERIES

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.series_ranges import Series, SeriesRange

_TIME_COLUMNS = {
    **{series.name: "time" for series in SERIES},
    **{rollup.name: "bucket" for rollup in ROLLUPS},
    "deals": "time",
    "trade_performance": "exit_time",
}
_ROLLUP_NAMES = {rollup.name for rollup in ROLLUPS}


def rollup_relation(connection: Connection, name: str) -> str:
    """The relation that holds the stored rows of `performance_15m`, `_1h` or `_1d`; it can be written to."""
    rollup = find_rollup(name)
    if capability_of(connection) is Capability.TS_TSL:
        return timescale_series.stored_relation(connection, rollup)
    return rollup.table


def relation_of(connection: Connection, table: str) -> str:
    """The relation that holds the rows of a table under retention."""
    return rollup_relation(connection, table) if table in _ROLLUP_NAMES else table


def remove_rows(
    connection: Connection, table: str, account_id: UUID | None, start: datetime, end: datetime
) -> int:
    """Remove the rows of [start, end) of an account (of all in a table without accounts); how many.

    Rows of this time are refused from now on: a rollup of a few late ones would replace the whole one's.
    """
    account = "" if account_id is None else " AND account_id = :account"
    relation, time = relation_of(connection, table), _TIME_COLUMNS[table]
    given = {"start": start, "end": end} | ({} if account_id is None else {"account": account_id})
    removed = connection.execute(
        text(f"DELETE FROM {relation} WHERE {time} >= :start AND {time} < :end{account}"), given
    ).rowcount
    _note_purged(connection, table, account_id, end)
    return removed


def purged_before(connection: Connection, table: str, account_id: UUID | None = None) -> datetime | None:
    """Until when rows of a table have left the database, for one account or at the most for any."""
    if account_id is None:
        statement = (
            "SELECT max(purged_before) FROM"
            " (SELECT purged_before FROM account_series WHERE table_name = :name"
            " UNION ALL SELECT purged_before FROM series_state WHERE name = :name) AS known"
        )
        found: datetime | None = connection.scalar(text(statement), {"name": table})
        return found
    known: datetime | None = connection.scalar(
        text("SELECT purged_before FROM account_series WHERE table_name = :name AND account_id = :account"),
        {"name": table, "account": account_id},
    )
    return known


def list_ranges(connection: Connection, series: Series) -> tuple[SeriesRange, ...]:
    """The partitions or chunks of a series, oldest first."""
    if capability_of(connection).has_hypertables:
        return timescale_series.list_ranges(connection, series)
    return plain_series.list_ranges(connection, series)


def drop_empty_ranges(connection: Connection, table: str, before: datetime) -> int:
    """Drop the partitions or chunks of a series that end by *before* and hold no row; how many.

    For a table that is no series there is nothing to drop.
    """
    series = next((series for series in SERIES if series.name == table), None)
    if series is None:
        return 0
    drop = timescale_series if capability_of(connection).has_hypertables else plain_series
    dropped = 0
    for found in list_ranges(connection, series):
        if found.end > before or connection.scalar(text(f"SELECT EXISTS (SELECT FROM {found.name})")):
            continue
        connection.execute(text(f"LOCK TABLE {found.name} IN ACCESS EXCLUSIVE MODE"))
        if connection.scalar(text(f"SELECT NOT EXISTS (SELECT FROM {found.name})")):
            drop.drop_range(connection, found)
            dropped += 1
    return dropped


def remove_rollups_of(connection: Connection, accounts: str, given: dict[str, object]) -> None:
    """Remove the stored rollup rows of the accounts that the condition *accounts* names.

    Continuous aggregates have no foreign keys; tables have, so nothing is left to do for them.
    """
    if capability_of(connection) is not Capability.TS_TSL:
        return
    for rollup in ROLLUPS:
        relation = timescale_series.stored_relation(connection, rollup)
        chosen = f"SELECT id FROM accounts WHERE {accounts}"
        connection.execute(text(f"DELETE FROM {relation} WHERE account_id IN ({chosen})"), given)


def _note_purged(connection: Connection, table: str, account_id: UUID | None, end: datetime) -> None:
    if account_id is None:
        statement = (
            "UPDATE series_state SET purged_before = greatest(purged_before, :end) WHERE name = :table"
        )
        connection.execute(text(statement), {"end": end, "table": table})
        return
    statement = (
        "INSERT INTO account_series AS known (account_id, table_name, purged_before)"
        " VALUES (:account, :table, :end) ON CONFLICT (account_id, table_name)"
        " DO UPDATE SET purged_before = greatest(known.purged_before, excluded.purged_before)"
    )
    connection.execute(text(statement), {"account": account_id, "table": table, "end": end})
