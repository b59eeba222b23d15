"""Files that people asked for, as the database lists them: what for, how far, and where they ended.

The files themselves are in a folder, each in one of its own that is named by the id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select

from services.storage.tables import exports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection


class ExportStatus(StrEnum):
    """How far a file is."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


LOCK_SPACE = 7_411
UNDER_WAY = (ExportStatus.QUEUED, ExportStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class KeptExport:
    """A file: what was asked for, how far it is, and once ready its name, size in bytes, hash and rows.

    `error` is the sentence for one that failed. `expires_at` is until when it is kept.
    """

    id: UUID
    created_at: datetime
    status: ExportStatus
    request: dict[str, Any]
    filename: str
    content_type: str
    size: int | None
    sha256: str | None
    rows_done: int
    rows_total: int | None
    started_at: datetime | None
    finished_at: datetime | None
    is_cancelled: bool
    error: str
    expires_at: datetime | None

    @property
    def progress(self) -> float:
        """The share of rows that are written, from 0 to 1."""
        if self.status is ExportStatus.READY:
            return 1.0
        return min(self.rows_done / self.rows_total, 1.0) if self.rows_total else 0.0

    def seconds_left(self, now: datetime) -> float | None:
        """How long it will take from *now* at the pace so far; None where nobody can tell."""
        if self.status is not ExportStatus.RUNNING or self.started_at is None or not self.progress:
            return None
        return max((now - self.started_at).total_seconds() * (1 / self.progress - 1), 0.0)


COLUMNS = [exports.c[name] for name in KeptExport.__slots__]


def add_export(connection: Connection, values: dict[str, Any]) -> None:
    """List a file, ready or queued."""
    connection.execute(insert(exports).values(**values))


def queue_once(connection: Connection, values: dict[str, Any]) -> UUID:
    """Queue a file unless the same is under way by now; the id of the one that is."""
    request = values["request"]
    key = func.hashtext(json.dumps(request, sort_keys=True))
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, key)))
    known = find_export(connection, request, UNDER_WAY)
    if known is not None:
        return known.id
    add_export(connection, values)
    found: UUID = values["id"]
    return found


def read_export(connection: Connection, export_id: UUID) -> KeptExport | None:
    """One file, if it is listed."""
    row = connection.execute(select(*COLUMNS).where(exports.c.id == export_id)).first()
    return None if row is None else export_of(row._asdict())


def find_export(
    connection: Connection, request: dict[str, Any], statuses: Sequence[ExportStatus] = (ExportStatus.READY,)
) -> KeptExport | None:
    """The newest file that was asked for by exactly this request, in one of these states."""
    found = (
        select(*COLUMNS)
        .where(exports.c.request == request, exports.c.status.in_(statuses), ~exports.c.is_cancelled)
        .order_by(exports.c.created_at.desc())
    )
    row = connection.execute(found).first()
    return None if row is None else export_of(row._asdict())


def all_exports(connection: Connection, limit: int | None = None) -> tuple[KeptExport, ...]:
    """Listed files, newest first."""
    rows = connection.execute(select(*COLUMNS).order_by(exports.c.created_at.desc()).limit(limit))
    return tuple(export_of(row._asdict()) for row in rows)


def lively_exports(connection: Connection, since: datetime) -> tuple[KeptExport, ...]:
    """The files under way, and those that ended at or after *since*, oldest first."""
    is_lively = or_(exports.c.status.in_(UNDER_WAY), exports.c.finished_at >= since)
    rows = connection.execute(select(*COLUMNS).where(is_lively).order_by(exports.c.created_at))
    return tuple(export_of(row._asdict()) for row in rows)


def remove_expired(connection: Connection, now: datetime) -> tuple[UUID, ...]:
    """Strike off the files that are kept no longer; which they were."""
    expired = delete(exports).where(exports.c.expires_at <= now).returning(exports.c.id)
    return tuple(connection.scalars(expired))


def export_of(values: dict[str, Any]) -> KeptExport:
    """The file of a row's values."""
    return KeptExport(**values | {"status": ExportStatus(values["status"])})
