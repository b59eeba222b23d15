"""The simulated feed: moves the demo accounts every two seconds and records them at the snapshot interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.feeding import SimulatedFeed

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

    from services.container import Services

SECONDS = 2


def schedule(scheduler: BaseScheduler, services: Services) -> None:
    """Add the feed's two jobs when the market data are simulated."""
    if services.settings.market_data_provider != "simulated":
        return
    feed = SimulatedFeed(services.database)
    scheduler.add_job(feed.step, "interval", seconds=SECONDS, id="simulated_feed")
    scheduler.add_job(
        feed.snapshot, "interval", seconds=services.settings.snapshot_seconds, id="simulated_snapshots"
    )
