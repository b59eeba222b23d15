"""Files that are being made, told to everybody who may see their accounts: how far, and how they ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.export_state import export_state
from services.storage import kept_exports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from services.storage.engine import Database
    from services.storage.kept_exports import ExportStatus, KeptExport

    State = tuple[ExportStatus, int, int | None]

RECENT = timedelta(seconds=10)


class ExportNews:
    """Looks at the list of files again and again; each state of a file is news once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._told: dict[UUID, State] | None = None

    def look(self, now: datetime) -> tuple[KeptExport, ...]:
        """The files under way, and those that ended a moment ago; raises UnavailableError."""
        with self._database.connect() as connection:
            return kept_exports.lively_exports(connection, now - RECENT)

    def news(self, found: Sequence[KeptExport], now: datetime) -> Iterator[dict[str, Any]]:
        """What is new of them; files that had ended before anybody looked are none."""
        before, told = self._told, {}
        for kept in found:
            state = told[kept.id] = (kept.status, kept.rows_done, kept.rows_total)
            is_old = kept.finished_at is not None if before is None else before.get(kept.id) == state
            if not is_old:
                yield export_state(kept, now)
        self._told = told
