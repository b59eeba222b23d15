"""The state of the data: what is kept where, what proves it, what ran by itself, the files that were made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.exports import Document, Fact, Facts, Kind
from services.reports import _care_parts as parts
from services.reports._about import about
from services.reports._for_both import for_both, for_people
from services.reports._registry import report

if TYPE_CHECKING:
    from services.care import CareReport
    from services.container import Services
    from services.reports._registry import Request

FILES = ("filename", "status", "rows", "bytes", "finished_at")
MOST_RUNS, MOST_FILES = 500, 500


@report("care", "Data", of_moment=True)
def care(services: Services, request: Request) -> Document:
    """The state of the data: rows and bytes by table, backups, archives, checks, jobs, files made."""
    found, now = services.care.report(), datetime.now(UTC)
    return Document(
        name=f"data_{now:%Y-%m-%d}",
        title="Data",
        subtitle=f"{found.engine} · {now:%Y-%m-%d}",
        about=about(services.performance.owners(request.accounts), None, now, "UTC", basis="as stored"),
        parts=(
            _summary(found),
            *for_both(parts.storage_part(found.tables), "table", "first", "last"),
            *for_both(parts.backups_part(found.backups), "backup_id", "parent_id"),
            *for_both(parts.archives_part(found.archives), "purged_at", "sha256"),
            parts.checks_part(found.integrity),
            parts.runs_part(services.job_runs.newest(MOST_RUNS)),
            *for_people(parts.files_part(services.export_history.all(MOST_FILES)), *FILES),
        ),
    )


def _summary(found: CareReport) -> Facts:
    proven = found.newest_proven
    when = None if proven is None else proven.verified_at
    items = (
        Fact("engine", "Database", found.engine),
        Fact("bytes", "Size", found.bytes, Kind.INTEGER, unit="bytes"),
        Fact("proven", "Newest proven backup", when, Kind.TIME, note="" if when else "No backup is proven."),
    )
    return Facts("summary", "Summary", items)
