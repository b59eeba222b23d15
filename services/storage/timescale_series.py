"""Series as hypertables, and rollups as continuous aggregates over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.rollups import COLUMNS, DEEPEST_FALL, DROP_DEEPEST_FALL, ROLLUPS, aggregate_of, made_of
from services.storage.series_ranges import SERIES, SeriesRange

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.rollups import Rollup
    from services.storage.series_ranges import Series

CHUNK = "7 days"
_CHUNKS = text(
    "SELECT name, range_start, range_end,"
    " is_compressed AND _timescaledb_functions.chunk_status(CAST(name AS regclass)) & :partial = 0"
    " FROM timescaledb_information.chunks, LATERAL format('%I.%I', chunk_schema, chunk_name) AS name"
    " WHERE hypertable_name = :name AND hypertable_schema = current_schema() ORDER BY range_start"
)
_PARTIAL = 8  # the bit of a chunk's status that says it has rows beside its columns
_STORED = text(
    "SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)"
    " FROM timescaledb_information.continuous_aggregates"
    " WHERE view_name = :name AND view_schema = current_schema()"
)


def create_series(connection: Connection, *, columnstore: bool) -> None:
    """Turn the ordinary tables into hypertables, rows kept; with *columnstore* old chunks compress."""
    for series in SERIES:
        connection.execute(
            text(
                f"SELECT create_hypertable('{series.name}', by_range('time', INTERVAL '{CHUNK}'),"
                " create_default_indexes => false, migrate_data => true)"
            )
        )
        connection.execute(text(f"CREATE INDEX ix_{series.name}_time ON {series.name} (time)"))
        if columnstore:
            connection.execute(
                text(
                    f"ALTER TABLE {series.name} SET (timescaledb.enable_columnstore,"
                    f" timescaledb.segmentby = '{', '.join(series.segment)}',"
                    " timescaledb.orderby = 'time DESC')"
                )
            )


def create_aggregates(connection: Connection) -> None:
    """Make the rollups; they show what is newer than their last refresh too."""
    connection.execute(text(DEEPEST_FALL))
    for rollup in ROLLUPS:
        connection.execute(
            text(
                f"CREATE MATERIALIZED VIEW {rollup.name} WITH (timescaledb.continuous,"
                f" timescaledb.materialized_only = false) AS {aggregate_of(rollup)} WITH NO DATA"
            )
        )


def drop_aggregates(connection: Connection) -> None:
    """Remove the rollups."""
    for rollup in reversed(ROLLUPS):
        connection.execute(text(f"DROP MATERIALIZED VIEW {rollup.name}"))
    connection.execute(text(DROP_DEEPEST_FALL))


def stored_relation(connection: Connection, rollup: Rollup) -> str:
    """The hypertable that holds the rows of a continuous aggregate."""
    return str(connection.execute(_STORED, {"name": rollup.name}).scalar_one())


def refresh(connection: Connection, rollup: Rollup, start: datetime | None, end: datetime) -> None:
    """Bring a continuous aggregate up to date in [start, end); the connection commits by itself."""
    if start is not None and end - start < rollup.width:
        return
    connection.execute(
        text(
            f"CALL refresh_continuous_aggregate('{rollup.name}',"
            " CAST(:start AS timestamptz), CAST(:end AS timestamptz))"
        ),
        {"start": start, "end": end},
    )


def fill(connection: Connection, rollup: Rollup, start: datetime, end: datetime, account_id: UUID) -> int:
    """Store an account's buckets of [start, end) by hand, where a refresh would erase those of others."""
    stored = stored_relation(connection, rollup)
    source = next(
        (stored_relation(connection, one) for one in ROLLUPS if one.name == rollup.source), rollup.source
    )
    made = made_of(rollup, source, "{time} >= :start AND {time} < :end AND account_id = :account")
    columns = ", ".join(COLUMNS)
    statement = text(
        f"WITH made AS MATERIALIZED ({made}), gone AS (DELETE FROM {stored} AS kept USING made"
        " WHERE kept.account_id = made.account_id AND kept.bucket = made.bucket)"
        f" INSERT INTO {stored} ({columns}) SELECT {columns} FROM made"
    )
    return connection.execute(statement, {"start": start, "end": end, "account": account_id}).rowcount


def list_ranges(connection: Connection, series: Series) -> tuple[SeriesRange, ...]:
    """The chunks of a series, oldest first."""
    return tuple(
        SeriesRange(*row) for row in connection.execute(_CHUNKS, {"name": series.name, "partial": _PARTIAL})
    )


def compact_range(connection: Connection, found: SeriesRange) -> None:
    """Turn a chunk into columns; late rows in it are folded in."""
    connection.execute(
        text("SELECT compress_chunk(CAST(:name AS regclass), if_not_compressed => true)"),
        {"name": found.name},
    )
    connection.execute(text(f"ANALYZE {found.name}"))


def drop_range(connection: Connection, found: SeriesRange) -> None:
    """Remove a chunk with whatever it holds."""
    connection.execute(text(f"DROP TABLE {found.name}"))
