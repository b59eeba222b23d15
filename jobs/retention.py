"""Archives what is old, and lets it leave the database where the policy says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, daily
from services.job_run import Outcome

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings

MOST = 20


def schedule(_: Settings) -> Schedule:
    """At 01:30 UTC, before the backup, which takes the archive files along."""
    return daily("Retention", hour=1, minute=30)


def run(services: Services) -> Outcome:
    """Apply the policy of the settings."""
    outcome = services.retention.apply(dry_run=False)
    return Outcome(outcome.sentence, {"waiting": [left.sentence for left in outcome.waiting[:MOST]]})
