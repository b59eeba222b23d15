"""Records balance and equity of the accounts whose market is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(settings: Settings) -> Schedule | None:
    """At the interval of the settings, when the market data are simulated."""
    if settings.market_data_provider != "simulated":
        return None
    return every("Snapshots", seconds=settings.snapshot_seconds)


def run(services: Services) -> str:
    """Record every account's state once."""
    return f"{services.simulated_feed.snapshot()} accounts recorded."
