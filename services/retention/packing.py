"""Ranges of the time series after months have left them: empty ones dropped, closed ones compressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import BusyError
from services.retention.policy import month_of, start_of
from services.storage.alone import without_waiting
from services.storage.capability import Capability, capability_of
from services.storage.series_ranges import SERIES
from services.storage.series_upkeep import compact
from services.storage.timeseries import drop_empty_ranges, list_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from services.storage.engine import Database


def loose_ranges(connection: Connection, now: datetime) -> dict[str, set[str]]:
    """The closed ranges of each series that are not compressed (on plain PostgreSQL: not in order) yet."""
    capability = capability_of(connection)
    if capability is Capability.TS_APACHE:
        return {series.name: set() for series in SERIES}
    end = now if capability is Capability.TS_TSL else start_of(month_of(now))
    return {
        series.name: {
            found.name
            for found in list_ranges(connection, series)
            if found.end <= end and not found.is_compact
        }
        for series in SERIES
    }


def drop_empty(database: Database, table: str, before: datetime) -> bool:
    """Drop the ranges that have become empty; False while somebody uses them, then the next run does it."""
    try:
        with without_waiting(database) as connection:
            drop_empty_ranges(connection, table, before)
    except BusyError:
        return False
    return True


def compress(database: Database, tables: Iterable[str], now: datetime) -> dict[str, int]:
    """Compress what is closed, where *tables* have such ranges; how many of each."""
    with database.read() as connection:
        before = loose_ranges(connection, now)
    if not any(before.get(table) for table in tables):
        return {}
    compact(database, now)
    with database.read() as connection:
        after = loose_ranges(connection, now)
    return {table: len(names - after[table]) for table, names in before.items()}
