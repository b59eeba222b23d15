"""How much the database holds: its size, its server, and rows and span of the ordinary tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LEDGER_TABLES = {"deals": "time", "trade_performance": "exit_time", "performance_metrics": "period_start"}


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table: its rows (counted), bytes with indexes, and the times of its first and last row."""

    name: str
    rows: int
    bytes: int
    first: datetime | None
    last: datetime | None


def ledger_sizes(connection: Connection) -> tuple[TableSize, ...]:
    """The tables of the ledger."""
    return tuple(_size(connection, name, key) for name, key in LEDGER_TABLES.items())


def database_size(connection: Connection) -> int:
    """The bytes of the whole database."""
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def server_version(connection: Connection) -> str:
    """The version of the server, such as 18.4."""
    found = str(connection.execute(text("SHOW server_version")).scalar_one())
    return found.split(" ", maxsplit=1)[0]


def _size(connection: Connection, name: str, key: str) -> TableSize:
    row = connection.execute(
        text(f"SELECT count(*), min({key}), max({key}), pg_total_relation_size('{name}') FROM {name}")  # noqa: S608 - names are ours
    ).one()
    return TableSize(name, rows=row[0], bytes=row[3], first=row[1], last=row[2])
