"""Records balance and equity of the accounts whose market is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every
from services.job_run import Outcome

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(settings: Settings) -> Schedule | None:
    """At the interval of the settings, when the market data are simulated."""
    if settings.market_data_provider != "simulated":
        return None
    return every("Snapshots", seconds=settings.snapshot_seconds)


def run(services: Services) -> Outcome:
    """Record every account's state once."""
    recorded = services.simulated_feed.snapshot()
    return Outcome(f"{recorded} accounts recorded.", {"recorded": recorded})
