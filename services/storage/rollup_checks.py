"""Stored rollup rows against what the rows below them make, made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.rollup_refresh import refreshed_until
from services.storage.rollups import EPOCH, RAW, ROLLUPS, made_of
from services.storage.timeseries import purged_before, relation_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.rollups import Rollup

SPAN = timedelta(days=62)  # that raw snapshots stay, a whole month of waiting included
_COLUMNS = ("open", "high", "low", "close", "balance", "n")


@dataclass(frozen=True, slots=True)
class Difference:
    """Buckets of a rollup that are not what the rows below them make: how many, first and last.

    Of *missing* ones there were more rows below when they were stored: making them again would lose more.
    """

    rollup: str
    source: str
    buckets: int
    missing: int
    first: datetime
    last: datetime


def differing_buckets(connection: Connection, account_id: UUID, now: datetime) -> tuple[Difference, ...]:
    """The differences of one account, over the time that every row below is still there."""
    found = (_difference(connection, rollup, account_id, now) for rollup in ROLLUPS)
    return tuple(difference for difference in found if difference is not None)


def make_again(connection: Connection, account_id: UUID, start: datetime) -> None:
    """Let the next refresh make the rollups of an account again from *start* on."""
    statement = (
        "INSERT INTO account_series AS known (account_id, table_name, dirty_from)"
        " VALUES (:account, :table, :start) ON CONFLICT (account_id, table_name)"
        " DO UPDATE SET dirty_from = least(known.dirty_from, excluded.dirty_from),"
        " late_version = known.late_version + 1"
    )
    connection.execute(text(statement), {"account": account_id, "table": RAW, "start": start})


def _difference(connection: Connection, rollup: Rollup, account_id: UUID, now: datetime) -> Difference | None:
    gone = purged_before(connection, rollup.source, account_id) or EPOCH
    start = rollup.ceiling(max(gone, now - SPAN))
    end = refreshed_until(connection, rollup.name, account_id)
    if start >= end:
        return None
    names = ", ".join(_COLUMNS)
    below = "account_id = :account AND {time} >= :start AND {time} < :end"
    made = made_of(rollup, relation_of(connection, rollup.source), below)
    stored = relation_of(connection, rollup.name)
    kept = "account_id = :account AND bucket >= :start AND bucket < :end"
    statement = text(
        f"""
        SELECT count(*), count(*) FILTER (WHERE coalesce(fresh_n, 0) < kept_n), min(bucket), max(bucket)
        FROM (SELECT account_id, bucket, n AS kept_n, ({names}) AS kept FROM {stored} WHERE {kept}) AS stored
        FULL JOIN (SELECT account_id, bucket, n AS fresh_n, ({names}) AS fresh FROM ({made}) AS again) AS made
        USING (account_id, bucket) WHERE kept IS DISTINCT FROM fresh
        """  # noqa: S608 - names are ours
    )
    given = {"account": account_id, "start": start, "end": end}
    count, missing, first, last = connection.execute(statement, given).one()
    return Difference(rollup.name, rollup.source, count, missing, first, last) if count else None
