"""The stored summaries of the snapshots against the snapshots, made again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.calc.integrity import Issue
from services.storage.rollup_checks import differing_buckets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

MAKE_AGAIN = "`python app.py verify --repair` has them made again from what lies below."
RESTORE = "Restore a backup that holds this time beside this database; the summaries themselves are whole."


def of_store(services: Services) -> Iterator[Issue]:
    """Buckets that are not what the rows below them make, where those are still in the database."""
    now = datetime.now(UTC)
    for account in services.performance.accounts():
        with services.database.begin() as connection:
            found = differing_buckets(connection, account.id, now)
        for difference in found:
            problem = (
                f"{difference.buckets} rows of {difference.rollup} between {difference.first:%Y-%m-%d %H:%M}"
                f" and {difference.last:%Y-%m-%d %H:%M} UTC are not what {difference.source} makes."
            )
            if difference.missing:
                lost = f"{problem} For {difference.missing} of them rows of {difference.source} are missing."
                yield Issue(account.name, "missing rows", lost, RESTORE)
            else:
                yield Issue(account.name, "rollups", problem, MAKE_AGAIN)
