"""Records balance and equity of the accounts that are fed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every
from services.job_run import Outcome

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(settings: Settings) -> Schedule | None:
    """At the interval of the settings."""
    return every("Snapshots", seconds=settings.snapshot_seconds)


def run(services: Services) -> Outcome:
    """Record every account that moved once."""
    recorded = services.recording.record()
    return Outcome(f"{recorded} accounts recorded.", {"recorded": recorded})
