"""Rollups as tables of our own: rows up to a watermark, and views that add the rest live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.rollups import COLUMNS, DEEPEST_FALL, DROP_DEEPEST_FALL, ROLLUPS, Rollup, made_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

_TYPES = {"account_id": "uuid", "balance": "float8", "n": "bigint"}
_KEY = ("account_id", "bucket")


def create_rollups(connection: Connection) -> None:
    """Make tables, views and the function they share."""
    connection.execute(text(DEEPEST_FALL))
    for rollup in ROLLUPS:
        columns = ", ".join(f"{name} {_type(name)} NOT NULL" for name in COLUMNS)
        connection.execute(
            text(
                f"CREATE TABLE {rollup.table} ({columns},"
                f" CONSTRAINT pk_{rollup.table} PRIMARY KEY (account_id, bucket),"
                f" CONSTRAINT fk_{rollup.table}_account_id FOREIGN KEY (account_id)"
                " REFERENCES accounts (id) ON DELETE CASCADE)"
            )
        )
        connection.execute(text(_view(rollup)))


def drop_rollups(connection: Connection) -> None:
    """Remove views, tables and function."""
    for rollup in reversed(ROLLUPS):
        connection.execute(text(f"DROP VIEW {rollup.name}"))
        connection.execute(text(f"DROP TABLE {rollup.table}"))
    connection.execute(text(DROP_DEEPEST_FALL))


def fill(
    connection: Connection, rollup: Rollup, start: datetime, end: datetime, account_id: UUID | None = None
) -> int:
    """Store the buckets that rows in [start, end) make, of one account or all; how many were new or changed.

    Buckets without rows below them stay as they are: their rows may have been purged.
    """
    where = "{time} >= :start AND {time} < :end" + (
        "" if account_id is None else " AND account_id = :account"
    )
    values = [name for name in COLUMNS if name not in _KEY]
    changed = ", ".join(f"{name} = excluded.{name}" for name in values)
    old, new = (", ".join(f"{row}.{name}" for name in values) for row in ("kept", "excluded"))
    statement = text(
        f"INSERT INTO {rollup.table} AS kept ({', '.join(COLUMNS)})"
        f" {made_of(rollup, rollup.source_table, where)}"
        f" ON CONFLICT (account_id, bucket) DO UPDATE SET {changed} WHERE ({old}) IS DISTINCT FROM ({new})"
    )
    given: dict[str, object] = {"start": start, "end": end}
    if account_id is not None:
        given["account"] = account_id
    return connection.execute(statement, given).rowcount


def _type(column: str) -> str:
    if column == "bucket" or column.endswith("_time"):
        return "timestamptz"
    return _TYPES.get(column, "float8")


def _view(rollup: Rollup) -> str:
    """Stored buckets below the watermark, and those that newer rows make; readers need not know which."""
    watermark = f"(SELECT watermark FROM series_state WHERE name = '{rollup.name}')"
    live = made_of(rollup, rollup.source, f"{{time}} >= {watermark}")
    return (
        f"CREATE VIEW {rollup.name} AS SELECT {', '.join(COLUMNS)} FROM {rollup.table}"
        f" WHERE bucket < {watermark} UNION ALL SELECT {', '.join(COLUMNS)} FROM ({live}) AS live"
    )
