"""Accounts and made-up snapshots for the tests of the series."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import text

from services.storage.snapshot_series import Written, write_snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.storage.engine import Database

NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)
Row = tuple[UUID, datetime, float, float, None, int]


def add_account(database: Database, login: str = "1001") -> UUID:
    """A bare account."""
    with database.begin() as connection:
        found: UUID = connection.execute(
            text(
                "INSERT INTO accounts"
                " (name, login, currency, currency_digits, margin_mode, trade_mode, server_zone)"
                " VALUES (:login, :login, 'USD', 2, 'hedging', 'demo', 'UTC') RETURNING id"
            ),
            {"login": login},
        ).scalar_one()
        return found


def walk(
    account_id: UUID, start: datetime, end: datetime, *, step: timedelta = timedelta(minutes=4), seed: int = 1
) -> list[Row]:
    """Equity that wanders in cents, one snapshot a *step*."""
    chance = random.Random(seed)
    rows: list[Row] = []
    time, equity = start, 1_000.0
    while time < end:
        equity = round(equity + chance.gauss(0, 2), 2)
        rows.append((account_id, time, 1_000.0, equity, None, 0))
        time += step
    return rows


def record(database: Database, rows: Sequence[Row]) -> Written:
    """Write the snapshots in one transaction."""
    with database.begin() as connection:
        return write_snapshots(connection, rows)
