"""Deliveries of reports as the audit log has them: which way still has not worked, how often, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

ACTION = "deliver_report"
_FAILED = text("""
    SELECT detail->>'export_id', detail->>'way', count(*), max(time)
    FROM audit_log WHERE action = :action AND time >= :since AND detail ? 'export_id'
    GROUP BY 1, 2 HAVING bool_and(detail->>'error' IS NOT NULL) ORDER BY max(time)
""")


class FailedDelivery(NamedTuple):
    """A file that has not gone out one way: how many turns were in vain, and when the last one was."""

    export_id: UUID
    way: str
    turns: int
    last: datetime


def failed_deliveries(connection: Connection, since: datetime) -> tuple[FailedDelivery, ...]:
    """Those with a turn at or after *since* and none that worked, oldest first."""
    rows = connection.execute(_FAILED, {"action": ACTION, "since": since})
    return tuple(FailedDelivery(UUID(row[0]), *row[1:]) for row in rows)
