"""What runs by itself: every public module of this package is one schedule."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from services.plugins import public_modules

if TYPE_CHECKING:
    from services.container import Services

GRACE_SECONDS = 300

log = structlog.get_logger(__name__)


class Jobs:
    """The running scheduler, in UTC, and how each job's last run ended.

    Each module of the package adds its jobs with `schedule(scheduler, services)`.
    """

    def __init__(self, services: Services) -> None:
        self.scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
        )
        self._failed: dict[str, bool] = {}
        self.scheduler.add_listener(self._remember, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        for name in public_modules(__name__):
            import_module(name).schedule(self.scheduler, services)

    def start(self) -> None:
        """Begin to run the jobs."""
        self.scheduler.start()

    def stop(self) -> None:
        """Start no further job and wait for those that run."""
        self.scheduler.shutdown(wait=True)

    def state(self, job: str) -> str:
        """How the *job* is: not configured, starting (never run yet), ok or down."""
        if self.scheduler.get_job(job) is None:
            return "not configured"
        if job not in self._failed:
            return "starting"
        return "down" if self._failed[job] else "ok"

    def _remember(self, event: JobExecutionEvent) -> None:
        """Keep the outcome; a job that keeps failing is logged when it begins to, not at every run."""
        failed = event.exception is not None
        if failed and not self._failed.get(event.job_id, False):
            log.error("job_failed", job=event.job_id, exc_info=event.exception)
        if not failed and self._failed.get(event.job_id, False):
            log.info("job_recovered", job=event.job_id)
        self._failed[event.job_id] = failed
