"""Stretches without snapshots although the recorder wrote some of other accounts in that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

RECORDER = "snapshots"

_LOST = text("""
    WITH steps AS (
        SELECT account_id, time AS before, lead(time) OVER (PARTITION BY account_id ORDER BY time) AS after
        FROM performance_snapshots WHERE time >= :since
    )
    SELECT name, before, after FROM steps JOIN accounts ON accounts.id = account_id
    WHERE after - before > make_interval(secs => :longest) AND EXISTS (
        SELECT FROM job_runs WHERE job = :recorder AND status = 'ok' AND (detail ->> 'recorded')::int > 0
        AND started_at > before AND started_at > accounts.created_at AND finished_at < after
    ) ORDER BY name, before
""")


def lost_snapshots(
    connection: Connection, *, since: datetime, longest: float
) -> tuple[tuple[str, datetime, datetime], ...]:
    """(Account, last before, first after) of gaps longer than *longest* seconds while the recorder wrote."""
    values = {"since": since, "longest": longest, "recorder": RECORDER}
    return tuple((name, before, after) for name, before, after in connection.execute(_LOST, values))
