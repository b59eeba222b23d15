"""What a database with continuous aggregates needs after rows were restored into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage import timescale_series
from services.storage.capability import Capability, capability_of
from services.storage.rollup_refresh import committing, refresh_rollups
from services.storage.rollups import DAYS, ROLLUPS

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from services.storage.engine import Database


def after_restore(database: Database, now: datetime) -> None:
    """Make restored rollup rows visible: a continuous aggregate shows stored rows only below its watermark.

    A refresh moves the watermark where there are snapshots. Rows of a time whose snapshots were all archived
    lie above it; the refresh of one made-up snapshot, a day after the last of them, uncovers them, and leaves
    nothing behind.
    """
    with database.begin() as connection:
        if capability_of(connection) is not Capability.TS_TSL:
            return
    refresh_rollups(database, now)
    hidden = _hidden(database)
    if hidden is not None:
        _uncover(database, *hidden)


def _hidden(database: Database) -> tuple[UUID, datetime] | None:
    """An account with stored buckets that its view does not show, and the last of them; None without any."""
    found: list[tuple[UUID, datetime]] = []
    with database.begin() as connection:
        for rollup in ROLLUPS:
            stored = timescale_series.stored_relation(connection, rollup)
            newest = "SELECT account_id, bucket FROM {} ORDER BY bucket DESC LIMIT 1"
            kept = connection.execute(text(newest.format(stored))).one_or_none()
            shown = connection.execute(text(newest.format(rollup.name))).one_or_none()
            if kept is not None and (shown is None or shown.bucket < kept.bucket):
                found.append((kept.account_id, kept.bucket))
    return max(found, key=lambda pair: pair[1], default=None)


def _uncover(database: Database, account_id: UUID, last: datetime) -> None:
    start = DAYS.floor(last) + DAYS.width
    given = {"account": account_id, "time": start}
    with database.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO performance_snapshots (account_id, time, balance, equity, open_positions)"
                " VALUES (:account, :time, 0, 0, 0)"
            ),
            given,
        )
    with committing(database) as connection:
        for rollup in ROLLUPS:
            timescale_series.refresh(connection, rollup, start, start + DAYS.width)
    with database.begin() as connection:
        connection.execute(
            text("DELETE FROM performance_snapshots WHERE account_id = :account AND time = :time"), given
        )
        for rollup in ROLLUPS:
            stored = timescale_series.stored_relation(connection, rollup)
            connection.execute(
                text(f"DELETE FROM {stored} WHERE account_id = :account AND bucket = :time"), given
            )
