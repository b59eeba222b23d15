"""Snapshots that should be there: the recorder wrote some, and yet an account has none of that time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.integrity import Issue
from services.storage.gaps import lost_snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

LONGEST = timedelta(minutes=5)
TURNS = 5  # of the recorder
RESTORE = (
    "Restore a backup that holds this time beside this database and compare; the ledger itself is whole."
)


def of_store(services: Services) -> Iterator[Issue]:
    """Gaps of the time that is kept at full grain; a recorder that was off leaves none of these."""
    longest = max(LONGEST.total_seconds(), TURNS * services.settings.snapshot_seconds)
    since = datetime.now(UTC) - timedelta(days=services.settings.retention_snapshot_days)
    with services.database.begin() as connection:
        found = lost_snapshots(connection, since=since, longest=longest)
    for name, start, end in found:
        problem = f"Snapshots are missing from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC."
        yield Issue(name, "gaps", problem, RESTORE)
