"""Rows into a database that was empty: its schema by Alembic, then each table's CSV, then its counters."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import psycopg
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from psycopg import sql
from sqlalchemy import text

from services.errors import DamagedError, InvalidInputError, UnavailableError
from services.storage.dump import comma_separated, driver, prepare, spoken
from services.storage.migrate import MIGRATIONS, configuration
from services.storage.plain_series import list_ranges, make_partitions
from services.storage.series_ranges import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from services.storage.catalog import Table
    from services.storage.engine import Database

REFUSALS = (psycopg.errors.DataError, psycopg.errors.IntegrityError, psycopg.errors.ProgrammingError)
ANYTHING = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
  AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1 LIMIT 1
"""


@contextmanager
def filling(database: Database, revision: str, engine: str) -> Iterator[Connection]:
    """A transaction on an empty database with the schema of *revision*: all of it stays, or nothing.

    Raises InvalidInputError for a database that holds something and for a revision of a newer version.
    """
    _refuse_unknown(revision)
    with database.begin() as connection:
        prepare(connection)
        found = connection.exec_driver_sql(ANYTHING).scalar()
        if found is not None:
            raise InvalidInputError(
                f"The database to restore into is not empty (it has {found!r}); name an empty one."
            )
        config = configuration(connection)
        config.attributes["timeseries_engine"] = engine
        command.upgrade(config, revision)
        prepare(connection)
        yield connection


def in_order(tables: Iterable[Table]) -> list[Table]:
    """The tables, each after those that its rows point at."""
    named = {table.name: table for table in tables}
    sorter = TopologicalSorter({table.name: set(table.parents) & set(named) for table in named.values()})
    return [named[name] for name in sorter.static_order()]


def clear(connection: Connection, table: Table) -> None:
    """Remove the rows that the schema came with; the backup has its own."""
    if connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM {table.relation})").scalar():  # noqa: S608 - a name from the catalog
        connection.exec_driver_sql(f"DELETE FROM {table.relation}")  # noqa: S608 - the same


def make_months(connection: Connection, table: Table, months: Iterable[str]) -> None:
    """Make the partitions of *months*, such as 2026-11, where a table has partitions."""
    series = next((series for series in SERIES if series.name == table.name), None)
    is_cut = text("SELECT relkind = 'p' FROM pg_class WHERE oid = CAST(:relation AS regclass)")
    if series is None or not connection.scalar(is_cut, {"relation": table.relation}):
        return
    known = {found.start for found in list_ranges(connection, series)}
    wanted = {datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC) for month in months}
    make_partitions(connection, series, sorted(wanted - known))


def copy_in(connection: Connection, table: Table, columns: tuple[str, ...], blocks: Iterable[bytes]) -> None:
    """Write CSV *blocks* into a table; raises DamagedError for rows that it does not take."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.SQL(table.relation), comma_separated(columns)
    )
    try:
        with spoken(), driver(connection).cursor() as cursor, cursor.copy(statement) as copy:
            for block in blocks:
                copy.write(block)
    except UnavailableError as error:
        if isinstance(error.__cause__, REFUSALS):
            raise DamagedError(f"The rows of {table.name} are refused. {error}") from error
        raise


def set_counters(connection: Connection, table: Table, counters: dict[str, int]) -> None:
    """Let each identity column go on after the last number that it gave."""
    for column, last in counters.items():
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:relation, :column), greatest(:last, 1), :last > 0)"),
            {"relation": table.relation, "column": column, "last": last},
        )


def _refuse_unknown(revision: str) -> None:
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
    except CommandError as error:
        raise InvalidInputError(
            f"The backup was made by a newer version (revision {revision}); restore it with that one."
        ) from error
