"""Making the time series and their rollups out of ordinary tables, and ordinary tables of them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage import plain_rollups, plain_series, timescale_series
from services.storage.capability import Capability, forget_capability, read_capability
from services.storage.rollups import EPOCH, ROLLUPS
from services.storage.series_ranges import QUOTES, SERIES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.storage.series_ranges import Series


def create_time_series(connection: Connection, capability: Capability) -> None:
    """Turn the ordinary tables into series of this kind, and make their rollups."""
    forget_capability(connection)
    if capability.has_hypertables:
        timescale_series.create_series(connection, columnstore=capability is Capability.TS_TSL)
    else:
        plain_series.create_series(connection)
    for name in (QUOTES.name, *(rollup.name for rollup in ROLLUPS)):
        connection.execute(
            text("INSERT INTO series_state (name, watermark) VALUES (:name, :start)"),
            {"name": name, "start": EPOCH},
        )
    if capability is Capability.TS_TSL:
        timescale_series.create_aggregates(connection)
    else:
        plain_rollups.create_rollups(connection)


def drop_time_series(connection: Connection) -> None:
    """Turn the series into ordinary tables, rows kept, and remove the rollups."""
    if read_capability(connection) is Capability.TS_TSL:
        timescale_series.drop_aggregates(connection)
    else:
        plain_rollups.drop_rollups(connection)
    for series in SERIES:
        _make_ordinary(connection, series)
    forget_capability(connection)


def _make_ordinary(connection: Connection, series: Series) -> None:
    columns = ", ".join(series.columns)
    connection.execute(text(f"ALTER TABLE {series.name} RENAME TO {series.name}_before"))
    connection.execute(text(f"CREATE TABLE {series.name} (LIKE {series.name}_before INCLUDING DEFAULTS)"))
    connection.execute(
        text(f"INSERT INTO {series.name} ({columns}) SELECT {columns} FROM {series.name}_before")
    )
    connection.execute(text(f"DROP TABLE {series.name}_before"))
    added = ", ".join(f"ADD {constraint}" for constraint in series.constraints)
    connection.execute(text(f"ALTER TABLE {series.name} {added}"))
