"""Makes and proves a backup every night, a full one every week, and removes those that are kept no longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jobs._schedule import Schedule, daily
from services import progress
from services.job_run import Outcome

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings

FULL_EVERY = timedelta(days=7)


def schedule(_: Settings) -> Schedule:
    """At 02:10 UTC."""
    return daily("Backup", hour=2, minute=10)


def run(services: Services) -> Outcome:
    """Make one and rotate."""
    backups = services.backups
    since = datetime.now(UTC) - FULL_EVERY
    has_full = any(
        kept.type == "full" and kept.status == "verified" and kept.created_at > since
        for kept in backups.list()
    )
    made = backups.make("incremental" if has_full else "full", "scheduled", progress=progress.report)
    gone = backups.rotate()
    sentence = (
        f"{made.type.capitalize()} backup of {made.records:,} rows made and proven, {len(gone)} removed."
    )
    return Outcome(sentence, {"backup_id": made.id})
