"""Bringing the rollups up to date: late rows first, then the time since the last refresh."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.errors import UnavailableError
from services.storage import plain_rollups, timescale_series
from services.storage.capability import Capability, capability_of
from services.storage.rollups import EPOCH, QUARTERS, RAW, ROLLUPS, Rollup, find_rollup
from services.storage.series_ranges import next_month
from services.storage.timeseries import purged_before

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.engine import Database

LAG = timedelta(minutes=1)
PATIENCE = "5s"
MEMORY = "64MB"  # sorts a month of snapshots in few passes
WRITING = 0x7365_7269  # "seri": shared by writers of snapshots, taken alone by a refresh
_DIRTY = text(
    "SELECT account_id, dirty_from FROM account_series"
    " WHERE table_name = :name AND dirty_from IS NOT NULL ORDER BY account_id"
)
_FIRST = text(
    "SELECT min(first) FROM accounts, LATERAL (SELECT min(time) AS first FROM performance_snapshots"
    " WHERE account_id = accounts.id AND time >= :start) AS found"
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: buckets stored (where the engine tells), accounts with late rows, until when."""

    buckets: int
    late_accounts: int
    until: datetime


def refresh_rollups(database: Database, now: datetime) -> Refreshed:
    """Bring every rollup up to *now*; buckets that are not over yet stay live."""
    with database.begin() as connection:
        capability = capability_of(connection)
    if capability is Capability.TS_TSL:
        return _refresh_aggregates(database, now)
    buckets, late = _mend(database)
    end = QUARTERS.floor(now - LAG)
    while (until := _advance(database, end)) is not None:
        buckets += until
    return Refreshed(buckets, late, end)


def refreshed_until(connection: Connection, name: str, account_id: UUID | None = None) -> datetime:
    """Until when the rows of a rollup are stored and say what the rows below them say.

    For one account, or for all.
    """
    rollup = find_rollup(name)
    dirty = text(
        "SELECT min(dirty_from) FROM account_series WHERE table_name = :name"
        + ("" if account_id is None else " AND account_id = :account")
    )
    late: datetime | None = connection.scalar(dirty, {"name": RAW, "account": account_id})
    watermark = _watermark(connection, rollup)
    return watermark if late is None else min(watermark, rollup.floor(late))


def hold_off_refresh(connection: Connection) -> None:
    """Keep refreshes waiting until this transaction ends, so that none overlooks what it writes."""
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": WRITING})


@contextmanager
def committing(database: Database) -> Iterator[Connection]:
    """A connection that commits each statement and lets it take as long as it takes."""
    with database.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SET statement_timeout = 0"))
        try:
            yield connection
        finally:
            connection.execute(text("RESET statement_timeout"))


def _mend(database: Database) -> tuple[int, int]:
    """Make the stored buckets of accounts with late rows again; how many buckets and accounts."""
    with database.begin() as connection:
        _alone(connection)
        dirty = connection.execute(_DIRTY, {"name": RAW}).all()
        changed = 0
        for account_id, late in dirty:
            for rollup in ROLLUPS:
                start, end = rollup.floor(late), _watermark(connection, rollup)
                changed += plain_rollups.fill(connection, rollup, start, end, account_id)
            _clean(connection, account_id, late)
        return changed, len(dirty)


def _advance(database: Database, end: datetime) -> int | None:
    """Move the watermarks by a month at most; how many buckets that stored, None when all is done."""
    with database.begin() as connection:
        _alone(connection)
        start = _watermark(connection, QUARTERS)
        if start >= end:
            return None
        first: datetime | None = connection.scalar(_FIRST, {"start": start})
        stop = end if first is None else min(end, next_month(first))
        stored = 0
        for rollup in ROLLUPS:
            last = rollup.floor(stop)
            stored += plain_rollups.fill(connection, rollup, _watermark(connection, rollup), last)
            _set_watermark(connection, rollup, last)
        return stored


def _refresh_aggregates(database: Database, now: datetime) -> Refreshed:
    """Let TimescaleDB do it, but never over time that has been purged: it would erase what is kept of it."""
    with database.begin() as connection:
        _alone(connection)
        dirty = connection.execute(_DIRTY, {"name": RAW}).all()
        starts = {rollup: _start_of(connection, rollup) for rollup in ROLLUPS}
        filled = sum(_fill_purged(connection, account_id, late, starts) for account_id, late in dirty)
        dirty = connection.execute(_DIRTY, {"name": RAW}).all()
    with committing(database) as connection:
        for rollup, start in starts.items():
            timescale_series.refresh(connection, rollup, start, rollup.floor(now - LAG))
    with database.begin() as connection:
        for rollup in ROLLUPS:
            _set_watermark(connection, rollup, rollup.floor(now - LAG))
        for account_id, late in dirty:
            _clean(connection, account_id, late)
    return Refreshed(filled, len(dirty), QUARTERS.floor(now - LAG))


def _fill_purged(
    connection: Connection, account_id: UUID, late: datetime, starts: dict[Rollup, datetime | None]
) -> int:
    """Make an account's buckets again where other accounts have been purged; what is newer stays to do."""
    filled, done = 0, late
    for rollup, start in starts.items():
        if start is not None and late < start:
            filled += timescale_series.fill(connection, rollup, rollup.floor(late), start, account_id)
            done = max(done, start)
    connection.execute(
        text(
            "UPDATE account_series SET dirty_from = :done WHERE account_id = :account AND table_name = :name"
        ),
        {"done": done, "account": account_id, "name": RAW},
    )
    return filled


def _start_of(connection: Connection, rollup: Rollup) -> datetime | None:
    """Where a refresh may begin: after the newest time that any account's rows below it were purged of."""
    purged = purged_before(connection, rollup.source)
    return None if purged is None else rollup.ceiling(purged)


def _alone(connection: Connection) -> None:
    """Wait for writers under way, and let none begin; raises UnavailableError when one takes long."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    connection.execute(text(f"SET LOCAL work_mem = '{MEMORY}'"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITING})
    except OperationalError as error:
        raise UnavailableError("Snapshots are being written; the rollups are refreshed later.") from error


def _watermark(connection: Connection, rollup: Rollup) -> datetime:
    found: datetime | None = connection.scalar(
        text("SELECT watermark FROM series_state WHERE name = :name"), {"name": rollup.name}
    )
    return EPOCH if found is None else found


def _set_watermark(connection: Connection, rollup: Rollup, until: datetime) -> None:
    connection.execute(
        text("UPDATE series_state SET watermark = greatest(watermark, :until) WHERE name = :name"),
        {"until": until, "name": rollup.name},
    )


def _clean(connection: Connection, account_id: UUID, late: datetime) -> None:
    connection.execute(
        text(
            "UPDATE account_series SET dirty_from = NULL"
            " WHERE account_id = :account AND table_name = :name AND dirty_from = :late"
        ),
        {"account": account_id, "name": RAW, "late": late},
    )
