"""What runs by itself: every public module of this package is one schedule."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from services.plugins import public_modules

if TYPE_CHECKING:
    from services.container import Services

GRACE_SECONDS = 300


def start(services: Services) -> BackgroundScheduler:
    """The running scheduler, in UTC; every module adds its jobs by `schedule(scheduler, services)`."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
    )
    for name in public_modules(__name__):
        import_module(name).schedule(scheduler, services)
    scheduler.start()
    return scheduler
