"""The queue of files that are made later: taken one by one, watched, stopped, made again after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from services.storage.kept_exports import COLUMNS, UNDER_WAY, ExportStatus, export_of
from services.storage.tables import exports

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from services.storage.kept_exports import KeptExport

MOST_ATTEMPTS = 3


def claim_next(connection: Connection, now: datetime) -> KeptExport | None:
    """Take the oldest queued file to be made; None when there is none."""
    oldest = (
        select(exports.c.id)
        .where(exports.c.status == ExportStatus.QUEUED)
        .order_by(exports.c.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = connection.execute(
        update(exports)
        .where(exports.c.id == oldest.scalar_subquery())
        .values(status=ExportStatus.RUNNING, started_at=now, rows_done=0, attempts=exports.c.attempts + 1)
        .returning(*COLUMNS)
    ).first()
    return None if taken is None else export_of(taken._asdict())


def set_progress(connection: Connection, export_id: UUID, done: int, total: int | None) -> None:
    """How many rows are written, and of how many."""
    values = {"rows_done": done} | ({"rows_total": total} if total else {})
    connection.execute(update(exports).where(exports.c.id == export_id).values(values))


def end_export(connection: Connection, export_id: UUID, values: dict[str, Any]) -> bool:
    """How a file that was under way ended; False when it was not under way any more."""
    found = connection.execute(
        update(exports).where(exports.c.id == export_id, exports.c.status.in_(UNDER_WAY)).values(values)
    )
    return found.rowcount > 0


def ask_to_cancel(connection: Connection, export_id: UUID, now: datetime) -> None:
    """Let who makes the file stop; one that nobody makes yet is cancelled at once."""
    own = exports.c.id == export_id
    connection.execute(
        update(exports).where(own, exports.c.status == ExportStatus.RUNNING).values(is_cancelled=True)
    )
    connection.execute(
        update(exports)
        .where(own, exports.c.status == ExportStatus.QUEUED)
        .values(is_cancelled=True, status=ExportStatus.CANCELLED, finished_at=now)
    )


def cancelled(connection: Connection) -> set[UUID]:
    """The files at work that somebody wants stopped."""
    found = select(exports.c.id).where(exports.c.status == ExportStatus.RUNNING, exports.c.is_cancelled)
    return set(connection.scalars(found))


def queue_again(connection: Connection, now: datetime) -> int:
    """Make again what a process that is gone left at work, or give it up after some attempts; how many."""
    running = exports.c.status == ExportStatus.RUNNING
    given_up = or_(exports.c.attempts >= MOST_ATTEMPTS, exports.c.is_cancelled)
    connection.execute(
        update(exports)
        .where(running, given_up)
        .values(status=ExportStatus.FAILED, finished_at=now, error="The work was interrupted several times.")
    )
    again = connection.execute(update(exports).where(running).values(status=ExportStatus.QUEUED))
    return again.rowcount
