"""Upkeep of the series: partitions made ahead, closed ranges compacted, each in a transaction of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.errors import BusyError
from services.storage import plain_series, timescale_series
from services.storage.capability import Capability, capability_of
from services.storage.rollups import ROLLUPS
from services.storage.series_ranges import SERIES, SeriesRange, month_of
from services.storage.timeseries import list_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from services.storage.engine import Database

PATIENCE = "5s"
LOCK_NOT_AVAILABLE = "55P03"
Work = tuple[str, "Callable[[Connection], None]"]


def make_partitions(database: Database, now: datetime) -> tuple[list[str], list[str]]:
    """Make the partitions of the coming months and of rows that have none; those made, those in use."""
    with database.begin() as connection:
        if capability_of(connection).has_hypertables:
            return [], []
        work: list[Work] = [
            (plain_series.partition_name(series, month), partial(plain_series.make_partition, series, month))
            for series in SERIES
            for month in plain_series.missing_months(connection, series, now)
        ]
    return _each(database, work)


def compact(database: Database, now: datetime) -> tuple[list[str], list[str]]:
    """Order or compress what is closed and was not since it changed; the ranges done, and those in use."""
    with database.begin() as connection:
        capability = capability_of(connection)
        if capability is Capability.TS_TSL:
            work: list[Work] = [(found.name, partial(_compress, found)) for found in _closed(connection, now)]
        else:
            work = [(name, partial(_order, name, now)) for name in _unordered(connection, capability, now)]
    return _each(database, work)


def _closed(connection: Connection, before: datetime) -> list[SeriesRange]:
    """Ranges that are over and not compact yet."""
    return [
        found
        for series in SERIES
        for found in list_ranges(connection, series)
        if found.end <= before and not found.is_compact
    ]


def _unordered(connection: Connection, capability: Capability, now: datetime) -> list[str]:
    """Closed partitions, and rollup tables since the last month was closed."""
    month = month_of(now)
    recent = connection.scalars(
        text("SELECT name FROM series_compactions WHERE compacted_at >= :month"), {"month": month}
    ).all()
    partitions = [] if capability.has_hypertables else _closed(connection, month)
    return [found.name for found in partitions] + [
        rollup.table for rollup in ROLLUPS if rollup.table not in recent
    ]


def _compress(found: SeriesRange, connection: Connection) -> None:
    timescale_series.compact_range(connection, found)


def _order(name: str, now: datetime, connection: Connection) -> None:
    plain_series.order_rows(connection, name)
    connection.execute(
        text(
            "INSERT INTO series_compactions (name, compacted_at) VALUES (:name, :now)"
            " ON CONFLICT (name) DO UPDATE SET compacted_at = excluded.compacted_at"
        ),
        {"name": name, "now": now},
    )


def _each(database: Database, work: Sequence[Work]) -> tuple[list[str], list[str]]:
    done: list[str] = []
    busy: list[str] = []
    for name, step in work:
        try:
            with database.begin() as connection:
                _patiently(connection, step)
            done.append(name)
        except BusyError:
            busy.append(name)
    return done, busy


def _patiently(connection: Connection, step: Callable[[Connection], None]) -> None:
    """Take as long as the work takes, but wait a moment only for others; raises BusyError."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    try:
        step(connection)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise BusyError("It is in use.") from error
