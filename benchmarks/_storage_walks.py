"""A year of made-up snapshots of many accounts, in the order a server would have written them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import psycopg
from sqlalchemy import text

from services.calc.period import as_datetime64

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from numpy.typing import NDArray

    from services.storage.engine import Database

SECONDS = 60
START = 10_000.0
_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
_ROW = np.dtype(
    [
        ("fields", ">i2"),
        *[("account bytes", ">i4"), ("account", "V16")],
        *[("time bytes", ">i4"), ("time", ">i8")],
        *[("balance bytes", ">i4"), ("balance", ">f8")],
        *[("equity bytes", ">i4"), ("equity", ">f8")],
        ("margin is null", ">i4"),
        *[("positions bytes", ">i4"), ("positions", ">i4")],
    ]
)
_LENGTHS = {"account": 16, "time": 8, "balance": 8, "equity": 8, "positions": 4}
_COPY = (
    "COPY performance_snapshots (account_id, time, balance, equity, margin, open_positions)"
    " FROM STDIN (FORMAT binary)"
)
_ACCOUNTS = text(
    "INSERT INTO accounts"
    " (name, login, currency, currency_digits, margin_mode, trade_mode, server_zone)"
    " SELECT 'bench ' || n, n, 'USD', 2, 'hedging', 'demo', 'UTC' FROM generate_series(1, :count) AS n"
    " RETURNING id"
)


def add_accounts(database: Database, count: int) -> tuple[UUID, ...]:
    """Accounts without deals."""
    with database.begin() as connection:
        return tuple(connection.scalars(_ACCOUNTS, {"count": count}))


def fill(database: Database, accounts: tuple[UUID, ...], start: datetime, end: datetime) -> int:
    """Random walks in cents, a snapshot a minute from Monday to Friday, by time; how many rows."""
    chance = np.random.default_rng(11)
    keys = np.frombuffer(b"".join(account.bytes for account in accounts), dtype="V16")
    equity = np.full(len(accounts), START)
    written = 0
    for times in _weeks(start, end):
        walk = np.round(equity + np.cumsum(chance.normal(0, 1.5, (times.size, len(accounts))), axis=0), 2)
        equity = walk[-1]
        with database.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
                copy.write(_HEADER)
                copy.write(_encoded(keys, times, walk).tobytes())
                copy.write(_TRAILER)
        written += walk.size
    return written


def _weeks(start: datetime, end: datetime) -> Iterator[NDArray[np.datetime64]]:
    """The minutes of each trading week of [start, end)."""
    week = start - timedelta(days=start.weekday())
    while week < end:
        friday = min(week + timedelta(days=5), end)
        times = np.arange(
            as_datetime64(max(week, start)), as_datetime64(friday), np.timedelta64(SECONDS, "s")
        )
        if times.size:
            yield times.astype("datetime64[us]")
        week += timedelta(days=7)


def _encoded(
    keys: NDArray[np.void], times: NDArray[np.datetime64], walk: NDArray[np.float64]
) -> NDArray[np.void]:
    rows = np.zeros(walk.size, dtype=_ROW)
    rows["fields"] = 6
    for name, length in _LENGTHS.items():
        rows[f"{name} bytes"] = length
    rows["account"] = np.tile(keys, times.size)
    micros = (times - as_datetime64(datetime(2000, 1, 1, tzinfo=UTC))).astype(np.int64)
    rows["time"] = np.repeat(micros, len(keys))
    rows["balance"] = START
    rows["equity"] = walk.reshape(-1)
    rows["margin is null"] = -1
    return rows
