"""Rows for tests of backups, made by the server, and what tells two databases apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from services.storage.catalog import read_tables
from services.storage.dump import prepare, read_counters, read_totals
from services.storage.engine import Database

if TYPE_CHECKING:
    from uuid import UUID

ACCOUNT = """INSERT INTO accounts
  (name, login, currency, currency_digits, margin_mode, trade_mode, server_zone)
VALUES (:name, :name, 'USD', 2, 'hedging', 'demo', 'UTC') RETURNING id"""
NOTED = "INSERT INTO audit_log (actor, action, object, detail) VALUES ('test', 'add', :name, '{}')"
DEALS = """INSERT INTO deals
  (account_id, ticket, time, server_time, type, entry, symbol, volume, price, profit, comment)
SELECT :account, n, timestamptz '2025-01-01Z' + n * interval '1 hour', '2025-01-01', n % 2, n / 2 % 2,
  'EURUSD', 0.10, 1.23450, round((random() * 200 - 100)::numeric, 2), chr(10) || '"' || n || E',\\\\.\\n'
FROM generate_series(cast(:first AS bigint), :last) n"""
SNAPSHOTS = """INSERT INTO performance_snapshots (account_id, time, balance, equity, open_positions)
SELECT :account, timestamptz '2025-01-01Z' + n * interval '1 hour', 1000 + n / 3.0, 1000 + random(), 0
FROM generate_series(1, cast(:number AS bigint)) n"""


def add_account(database: Database, name: str) -> UUID:
    """An account of that name, noted in the audit log."""
    with database.begin() as connection:
        account: UUID = connection.execute(text(ACCOUNT), {"name": name}).scalar_one()
        connection.execute(text(NOTED), {"name": name})
    return account


def add_deals(database: Database, account: UUID, number: int, *, first: int = 1) -> None:
    """Deals an hour apart from 2025-01-01, with comments that CSV must quote."""
    run(database, DEALS, account=account, first=first, last=first + number - 1)


def add_snapshots(database: Database, account: UUID, number: int) -> None:
    """Snapshots an hour apart from 2025-01-01."""
    run(database, SNAPSHOTS, account=account, number=number)


def run(database: Database, statement: str, **values: Any) -> None:
    """One statement, committed."""
    with database.begin() as connection:
        connection.execute(text(statement), values)


def count(url: str, table: str) -> int:
    """How many rows a table of another database has."""
    database = Database(url)
    try:
        with database.begin() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
    finally:
        database.dispose()


def tables_of(url: str) -> list[str]:
    """The tables of another database."""
    database = Database(url)
    try:
        with database.begin() as connection:
            return [table.name for table in read_tables(connection)]
    finally:
        database.dispose()


def fingerprint(database: Database | str) -> dict[str, Any]:
    """Counts, hashes and sums of every table, and how far the counters are."""
    if isinstance(database, str):
        opened = Database(database)
        try:
            return fingerprint(opened)
        finally:
            opened.dispose()
    with database.begin() as connection:
        prepare(connection)
        return {
            table.name: (read_totals(connection, table), read_counters(connection, table))
            for table in read_tables(connection)
        }
