"""Files made for people, as the database lists them; the files themselves are in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from services.storage.tables import exports

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

READY = "ready"


@dataclass(frozen=True, slots=True)
class KeptExport:
    """A file that was made: what was asked for, its name, size in bytes, hash, and until when it is kept."""

    id: UUID
    created_at: datetime
    request: dict[str, Any]
    filename: str
    content_type: str
    size: int
    sha256: str
    expires_at: datetime | None


_COLUMNS = [exports.c[name] for name in KeptExport.__slots__]


def add_export(connection: Connection, values: dict[str, Any]) -> None:
    """List a file that is ready."""
    connection.execute(insert(exports).values(status=READY, **values))


def find_export(connection: Connection, request: dict[str, Any]) -> KeptExport | None:
    """The file that was made for exactly this request, if there is one."""
    found = select(*_COLUMNS).where(exports.c.request == request).order_by(exports.c.created_at.desc())
    row = connection.execute(found).first()
    return None if row is None else KeptExport(**row._asdict())


def all_exports(connection: Connection) -> tuple[KeptExport, ...]:
    """Every listed file, newest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(exports.c.created_at.desc()))
    return tuple(KeptExport(**row._asdict()) for row in rows)


def remove_expired(connection: Connection, now: datetime) -> tuple[UUID, ...]:
    """Strike off the files that are kept no longer; which they were."""
    expired = delete(exports).where(exports.c.expires_at <= now).returning(exports.c.id)
    return tuple(connection.scalars(expired))
