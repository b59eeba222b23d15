"""Rows out of a database: what backups are made of and compared by."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import text

from services.errors import UnavailableError
from services.storage.catalog import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from services.storage.catalog import Table
    from services.storage.engine import Database

WHOLE = "all"
BLOCK = 1024 * 1024
SAME_TEXT = """SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'"""


@dataclass(frozen=True, slots=True)
class Totals:
    """What two copies of the same rows share: their count, a hash free of order, the sums of numbers."""

    rows: int
    hash: str
    sums: dict[str, str]


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one instant of the whole database, for as long as it takes."""
    with database.connect() as opened:
        with opened.begin():
            names = [table.relation for table in read_tables(opened)]
        connection = opened.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            prepare(connection)
            if names:  # before the first row is seen, so that none of them is dropped meanwhile
                connection.exec_driver_sql(f"LOCK TABLE {', '.join(names)} IN ACCESS SHARE MODE")
            yield connection


def prepare(connection: Connection) -> None:
    """Let values have the same text on every server, and take their time, until the transaction ends."""
    connection.exec_driver_sql(SAME_TEXT)


def read_revision(connection: Connection) -> str:
    """The revision of the schema; raises UnavailableError for a database that has none."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        raise UnavailableError("The database has no schema yet, so there is nothing to back up.")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def read_totals(connection: Connection, table: Table) -> dict[str, Totals]:
    """The totals of each month of a table, or of the whole under one name."""
    part: sql.Composable = sql.Literal(WHOLE)
    if table.time is not None:
        part = sql.SQL("to_char({} AT TIME ZONE 'UTC', 'YYYY-MM')").format(sql.Identifier(table.time))
    sums = [sql.SQL("coalesce(sum({}::numeric), 0)::text").format(sql.Identifier(n)) for n in table.numbers]
    statement = sql.SQL(
        "SELECT {part}, count(*),"
        " coalesce(sum(hashtextextended(ROW({columns})::text, 0)::numeric), 0)::text{sums}"
        " FROM {relation} GROUP BY 1 ORDER BY 1"
    ).format(
        part=part,
        columns=comma_separated(table.columns),
        sums=sql.SQL("").join(sql.SQL(", ") + one for one in sums),
        relation=sql.SQL(table.relation),
    )
    with spoken(), driver(connection).cursor() as cursor:
        rows = cursor.execute(statement).fetchall()
    return {
        name: Totals(count, found, dict(zip(table.numbers, numbers, strict=True)))
        for name, count, found, *numbers in rows
    }


def copy_out(connection: Connection, table: Table, part: str) -> Iterator[bytes]:
    """The rows of one month of a table (or all of them) as CSV, by key, in blocks."""
    statement = sql.SQL("COPY (SELECT {} FROM {}{} ORDER BY {}) TO STDOUT (FORMAT csv)").format(
        comma_separated(table.columns),
        sql.SQL(table.relation),
        _month(table, part),
        comma_separated(table.key),
    )
    with spoken(), driver(connection).cursor() as cursor, cursor.copy(statement) as copy:
        waiting, size = [], 0
        for row in copy:
            waiting.append(bytes(row))
            size += len(row)
            if size >= BLOCK:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)


def read_counters(connection: Connection, table: Table) -> dict[str, int]:
    """The last number that each identity column of a table gave."""
    found = {}
    for column in table.counted:
        name = connection.execute(
            text("SELECT pg_get_serial_sequence(:relation, :column)"),
            {"relation": table.relation, "column": column},
        ).scalar_one()
        last, used = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()  # noqa: S608 - a name from the catalog
        found[column] = last if used else 0
    return found


def listed_archives(connection: Connection) -> set[str]:
    """The archive files that the database knows of, as paths below their folder."""
    return set(connection.execute(text("SELECT path FROM archives")).scalars())


def table_bytes(connection: Connection) -> int:
    """How many bytes the rows of all tables take on the server, without indexes."""
    statement = text(
        "SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace"
    )
    return int(connection.execute(statement).scalar_one())


@contextmanager
def spoken() -> Iterator[None]:
    """Turn what the driver says into UnavailableError."""
    try:
        yield
    except psycopg.Error as error:
        reason = (error.diag.message_primary or str(error)).strip()
        raise UnavailableError(f"The database could not go on: {reason}.") from error


def _month(table: Table, part: str) -> sql.Composable:
    if table.time is None or part == WHOLE:
        return sql.SQL("")
    year, month = map(int, part.split("-"))
    following = f"{year + month // 12:04d}-{month % 12 + 1:02d}-01 00:00+00"
    return sql.SQL(" WHERE {time} >= {start} AND {time} < {end}").format(
        time=sql.Identifier(table.time), start=sql.Literal(f"{part}-01 00:00+00"), end=sql.Literal(following)
    )


def comma_separated(columns: tuple[str, ...]) -> sql.Composable:
    """Names of columns as SQL."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def driver(connection: Connection) -> psycopg.Connection:
    """The connection as psycopg knows it, for COPY."""
    found = connection.connection.driver_connection
    if not isinstance(found, psycopg.Connection):  # pragma: no cover - the engine is always psycopg's
        raise UnavailableError("COPY needs a psycopg connection.")
    return found
