"""Imported benchmark series in the database: reading, adding, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, func, insert, select

from services.price_series import PriceSeries
from services.storage.tables import benchmark_closes as closes
from services.storage.tables import benchmark_series as series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

LOCK_SPACE = 7_403


def lock_series(connection: Connection) -> None:
    """Let one transaction at a time change the series; freed at its end."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE)))


def all_series(connection: Connection) -> tuple[PriceSeries, ...]:
    """Every series, by name."""
    rows = connection.execute(
        select(
            series.c.id,
            series.c.name,
            series.c.filename,
            series.c.sha256,
            func.count(closes.c.date),
            func.min(closes.c.date),
            func.max(closes.c.date),
        )
        .join(closes, closes.c.series_id == series.c.id)
        .group_by(series.c.id)
        .order_by(func.lower(series.c.name))
    )
    return tuple(PriceSeries(*row) for row in rows)


def add_series(
    connection: Connection, name: str, filename: str, sha256: str, rows: Sequence[tuple[date, float]]
) -> UUID:
    """Store a series with its closes by day; its id."""
    values = {"name": name, "filename": filename, "sha256": sha256}
    added: UUID = connection.execute(insert(series).values(values).returning(series.c.id)).scalar_one()
    connection.execute(
        insert(closes), [{"series_id": added, "date": day, "close": close} for day, close in rows]
    )
    return added


def remove_series(connection: Connection, series_id: UUID) -> None:
    """Remove a series and its closes."""
    connection.execute(delete(series).where(series.c.id == series_id))


def read_closes(
    connection: Connection, series_id: UUID
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """The days (datetime64[D], rising) of a series, and their closes."""
    rows = connection.execute(
        select(closes.c.date, closes.c.close).where(closes.c.series_id == series_id).order_by(closes.c.date)
    ).all()
    return (
        np.array([day for day, _ in rows], dtype="datetime64[D]"),
        np.array([close for _, close in rows], dtype=np.float64),
    )
