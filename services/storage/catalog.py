"""Tables as they are in a database: read from its catalog and not from the code, for any revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.capability import Capability, read_capability
from services.storage.rollups import ROLLUPS
from services.storage.timescale_series import stored_relation

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from services.storage.rollups import Rollup

LEFT_OUT = {
    "alembic_version": "the manifest says the revision",
    "backups": "the files are the truth about backups",
    "series_compactions": "it is about files of one server",
}
ROLLUP_KEY = ("account_id", "bucket")
MONTHLY = {
    "audit_log": "time",
    "deal_versions": "replaced_at",
    "deals": "time",
    "job_runs": "started_at",
    "performance_snapshots": "time",
    "quotes": "time",
    "rollup_15m": "bucket",
    "rollup_1d": "bucket",
    "rollup_1h": "bucket",
    "trade_performance": "exit_time",
}
TABLES = """
SELECT c.oid, c.relname AS name, c.oid::regclass::text AS relation,
  ARRAY(SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY a.attname::text COLLATE "C") AS columns,
  ARRAY(SELECT a.attname::text FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND t.typname IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8') ORDER BY 1) AS numbers,
  ARRAY(SELECT a.attname::text
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(number, place), pg_attribute a
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number
    ORDER BY k.place) AS key,
  ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
    AND NOT a.attisdropped AND a.attidentity <> '' ORDER BY 1) AS counted,
  ARRAY(SELECT DISTINCT r.relname::text FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
    WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid ORDER BY 1) AS parents
FROM pg_class c WHERE
"""
OURS = """c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by name, the numbers among them, its key, and the time that splits it by month.

    *relation* is what stores the rows, as SQL; *counted* are identity columns, *parents* what keys point at.
    """

    name: str
    relation: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    key: tuple[str, ...]
    counted: tuple[str, ...]
    parents: tuple[str, ...]

    @property
    def time(self) -> str | None:
        """The column that splits it into months; None for a table that is kept as one."""
        column = MONTHLY.get(self.name)
        return column if column in self.columns else None


def read_tables(connection: Connection) -> tuple[Table, ...]:
    """The tables whose rows are kept, by name; rollups have one name on every engine."""
    found = [_table(row) for row in connection.execute(text(TABLES + OURS)).mappings()]
    if read_capability(connection) is Capability.TS_TSL:
        found += [_stored_rollup(connection, rollup) for rollup in ROLLUPS]
    return tuple(sorted((table for table in found if table.name not in LEFT_OUT), key=lambda one: one.name))


def _table(row: RowMapping) -> Table:
    columns = tuple(row["columns"])
    return Table(
        name=row["name"],
        relation=row["relation"],
        columns=columns,
        numbers=tuple(row["numbers"]),
        key=tuple(row["key"]) or columns,
        counted=tuple(row["counted"]),
        parents=tuple(row["parents"]),
    )


def _stored_rollup(connection: Connection, rollup: Rollup) -> Table:
    """The rows of a continuous aggregate, as the table that they are elsewhere."""
    relation = stored_relation(connection, rollup)
    statement = text(TABLES + "c.oid = CAST(:relation AS regclass)")
    table = _table(connection.execute(statement, {"relation": relation}).mappings().one())
    return replace(table, name=rollup.table, key=ROLLUP_KEY, parents=("accounts",))
