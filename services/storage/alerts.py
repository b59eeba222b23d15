"""Alerts in the database: what was found of an account once, kept with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

from services.storage.tables import alerts

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

LOCK_SPACE = 7_410


class Alert(NamedTuple):
    """Something that was found of an account, and when."""

    account_id: UUID
    message: str
    evidence: dict[str, Any]
    found_at: datetime


def read_alerts(connection: Connection, kind: str, account_ids: Collection[UUID]) -> tuple[Alert, ...]:
    """The alerts of a kind about these accounts, oldest first."""
    table = alerts.c
    rows = connection.execute(
        select(table.account_id, table.message, table.evidence, table.created_at)
        .where(table.kind == kind, table.account_id.in_(account_ids))
        .order_by(table.created_at, table.id)
    )
    return tuple(Alert(*row) for row in rows)


def lock_alerts(connection: Connection) -> None:
    """Let one transaction at a time add alerts, so that none is added twice; freed at its end."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE)))


def add_alert(
    connection: Connection, account_id: UUID, kind: str, message: str, evidence: dict[str, Any]
) -> None:
    """Keep what was found of an account."""
    values = {"account_id": account_id, "kind": kind, "message": message, "evidence": evidence}
    connection.execute(insert(alerts).values(values))
