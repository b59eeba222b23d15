"""Series as native partitions, one a month, and a default one for rows whose month has none yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.series_ranges import SERIES, SeriesRange, months_between, next_month

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from services.storage.series_ranges import Series

BRIN = "pages_per_range = 16, autosummarize = on"  # the newest minutes are looked up all the time
AHEAD = timedelta(days=92)
_PARTITIONS = text(
    "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
    " WHERE inhparent = CAST(:parent AS regclass) ORDER BY relname"
)


def create_series(connection: Connection) -> None:
    """Turn the ordinary tables into partitioned ones, rows kept."""
    for series in SERIES:
        columns = ", ".join(series.columns)
        connection.execute(text(f"ALTER TABLE {series.name} RENAME TO {series.name}_before"))
        _drop_constraints(connection, f"{series.name}_before")
        connection.execute(
            text(
                f"CREATE TABLE {series.name} (LIKE {series.name}_before INCLUDING DEFAULTS,"
                f" {', '.join(series.constraints)}) PARTITION BY RANGE (time)"
            )
        )
        connection.execute(
            text(f"CREATE INDEX ix_{series.name}_time ON {series.name} USING brin (time) WITH ({BRIN})")
        )
        connection.execute(text(f"CREATE TABLE {series.name}_default PARTITION OF {series.name} DEFAULT"))
        connection.execute(
            text(f"INSERT INTO {series.name}_default ({columns}) SELECT {columns} FROM {series.name}_before")
        )
        connection.execute(text(f"DROP TABLE {series.name}_before"))
        connection.execute(text(f"ANALYZE {series.name}_default"))
        make_partitions(connection, series, _months_of(connection, f"{series.name}_default"))


def missing_months(connection: Connection, series: Series, now: datetime) -> tuple[datetime, ...]:
    """Months without partition: this one, those ahead, and those of rows in the default partition."""
    known = {found.start for found in list_ranges(connection, series)}
    wanted = {*_months_of(connection, f"{series.name}_default"), *months_between(now, now + AHEAD)}
    return tuple(sorted(wanted - known))


def make_partitions(connection: Connection, series: Series, months: Iterable[datetime]) -> None:
    """Make the partition of each of the months."""
    for month in months:
        make_partition(series, month, connection)


def make_partition(series: Series, month: datetime, connection: Connection) -> None:
    """Make the partition of a month, and move its rows there out of the default one."""
    name, given = partition_name(series, month), {"start": month, "end": next_month(month)}
    connection.execute(text(f"LOCK TABLE {series.name}_default IN ACCESS EXCLUSIVE MODE"))
    connection.execute(text(f"CREATE TABLE {name} (LIKE {series.name} INCLUDING ALL)"))
    connection.execute(
        text(
            f"WITH moved AS (DELETE FROM {series.name}_default WHERE time >= :start AND time < :end"
            f" RETURNING *) INSERT INTO {name} SELECT * FROM moved"
        ),
        given,
    )
    connection.execute(
        text(
            f"ALTER TABLE {series.name} ATTACH PARTITION {name}"
            f" FOR VALUES FROM ('{month.isoformat()}') TO ('{next_month(month).isoformat()}')"
        )
    )


def list_ranges(connection: Connection, series: Series) -> tuple[SeriesRange, ...]:
    """The monthly partitions of a series, oldest first; the default one is none of them."""
    compacted = {row[0] for row in connection.execute(text("SELECT name FROM series_compactions"))}
    return tuple(
        SeriesRange(name, month, next_month(month), name in compacted)
        for (name,) in connection.execute(_PARTITIONS, {"parent": series.name})
        if (month := _month_of(name)) is not None
    )


def order_rows(connection: Connection, table: str) -> None:
    """Order a table's rows by its key, so that an account's rows lie together."""
    index = connection.scalar(
        text(
            "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indrelid = CAST(:name AS regclass) AND indisprimary"
        ),
        {"name": table},
    )
    connection.execute(text(f"CLUSTER {table} USING {index}"))
    connection.execute(text(f"ANALYZE {table}"))


def drop_range(connection: Connection, found: SeriesRange) -> None:
    """Remove a partition with whatever it holds."""
    connection.execute(text(f"DROP TABLE {found.name}"))


def partition_name(series: Series, month: datetime) -> str:
    """What the partition of a month is called."""
    return f"{series.name}_{month:%Y_%m}"


def _month_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[-7:], "%Y_%m").replace(tzinfo=UTC)
    except ValueError:
        return None


def _months_of(connection: Connection, table: str) -> tuple[datetime, ...]:
    found = text(f"SELECT DISTINCT date_trunc('month', time, 'UTC') FROM {table} ORDER BY 1")
    return tuple(connection.scalars(found))


def _drop_constraints(connection: Connection, table: str) -> None:
    """Free the names that the table which takes its place will use."""
    found = connection.scalars(
        text(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = CAST(:name AS regclass) AND contype IN ('p', 'f')"
        ),
        {"name": table},
    ).all()
    for name in found:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
