"""How far a file is, as plain data: the same over HTTP and on the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.storage.kept_exports import ExportStatus

if TYPE_CHECKING:
    from datetime import datetime

    from services.storage.kept_exports import KeptExport

PLACE = "/api/v1/performance/export"


def export_state(kept: KeptExport, now: datetime) -> dict[str, Any]:
    """What is told on the stream; `accounts` are those it is about."""
    return {
        "export_id": str(kept.id),
        "filename": kept.filename,
        "status": kept.status.value,
        "progress": kept.progress,
        "rows_done": kept.rows_done,
        "rows_total": kept.rows_total,
        "seconds_left": kept.seconds_left(now),
        "size": kept.size,
        "download_url": download_address(kept) if kept.status is ExportStatus.READY else None,
        "error": kept.error or None,
        "accounts": list(kept.request.get("accounts", ())),
    }


def download_address(kept: KeptExport) -> str:
    """Where the file itself is."""
    return f"{PLACE}/{kept.id}/download"
