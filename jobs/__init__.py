"""What runs by itself: every public module of this package is one job.

A job is `schedule(settings)`, which says when (None: not with these settings), and `run(services)`, which
does it and answers in one sentence what it did.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from jobs._catching_up import missed
from jobs._runner import Runner
from jobs._states import job_states
from services.errors import ServiceError
from services.export_runner import ExportRunner
from services.job_run import JobRun, RunStatus
from services.plugins import public_modules
from services.storage.leader import Leader

if TYPE_CHECKING:
    from apscheduler.events import JobEvent

    from services.container import Services
    from services.job_run import JobState

TICK_SECONDS, THREADS = 1.0, 8
CATCH_UP, CATCH_UP_SPACE = timedelta(minutes=2), timedelta(seconds=30)

log = structlog.get_logger(__name__)


class Jobs:
    """The jobs of this process: they run while it is the leader, in UTC, each never twice at once."""

    def __init__(self, services: Services) -> None:
        self.scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(THREADS)},
            job_defaults={"coalesce": True, "max_instances": 1},
        )
        self.runners: dict[str, Runner] = {}
        self._record = services.job_runs
        self._exports = ExportRunner(services)
        self._leader = Leader(services.database)
        self._leads = False
        self._began = datetime.now(UTC)
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, name="jobs-leader", daemon=True)
        self.scheduler.add_listener(self._left_out, EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
        for module in public_modules(__name__):
            self._add(module, services)

    def _add(self, module: str, services: Services) -> None:
        job = import_module(module)
        schedule = job.schedule(services.settings)
        if schedule is None:
            return
        name = module.rsplit(".", maxsplit=1)[-1]
        runner = self.runners[name] = Runner(name, schedule, partial(job.run, services), self._record)
        self.scheduler.add_job(
            runner,
            schedule.trigger,
            id=name,
            name=schedule.title,
            misfire_grace_time=int(schedule.grace.total_seconds()),
        )

    @property
    def leads(self) -> bool:
        """Whether the jobs run in this process."""
        return self._leads

    def start(self) -> None:
        """Begin to run the jobs as soon as no other process does."""
        self.scheduler.start(paused=True)
        self._watch.start()

    def stop(self) -> None:
        """Start no further job, wait for those that run, and let another process lead."""
        self._ending.set()
        if self._watch.is_alive():
            self._watch.join()
        self._exports.stop()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=True)
        for runner in self.runners.values():
            with suppress(ServiceError):
                runner.flush()
        self._leader.resign()

    def state(self, job: str) -> str:
        """How the *job* is: not configured, standby (another process leads), starting, ok or down."""
        if job not in self.runners:
            return "not configured"
        last = self.runners[job].last
        if last is None:
            return "starting" if self._leads else "standby"
        return "down" if last.status is RunStatus.FAILED else "ok"

    def states(self, now: datetime) -> tuple[JobState, ...]:
        """Every job with its runs as recorded, whichever process ran it; frequent ones first."""
        planned = {job.id: job.next_run_time for job in self.scheduler.get_jobs()} if self._leads else {}
        return job_states(self.runners, self._record, planned, began=self._began, now=now)

    def tick(self) -> None:
        """Become the leader or stop being it, and begin what was asked for."""
        leads = self._leader.leads()
        if leads and not self._leads:
            self._take_over()
        if self._leads and not leads:
            self.scheduler.pause()
            self._exports.drop()
            log.warning("jobs_stand_by")
        self._leads = leads
        if leads:
            for job in self._record.take_requests():
                self.begin(job)
            self._exports.step()

    def begin(self, job: str) -> None:
        """Run a job as soon as a thread is free; one that runs already is left alone."""
        if job in self.runners:
            self.scheduler.modify_job(job, next_run_time=datetime.now(UTC))

    def _take_over(self) -> None:
        self._record.interrupt()
        self._exports.take_over()
        now = datetime.now(UTC)
        for place, name in enumerate(missed(self.runners, self._record.last_good(), now)):
            self.scheduler.modify_job(name, next_run_time=now + CATCH_UP + place * CATCH_UP_SPACE)
        self.scheduler.resume()
        log.info("jobs_lead", jobs=len(self.runners))

    def _keep_watch(self) -> None:
        while not self._ending.is_set():
            try:
                self.tick()
            except ServiceError as error:
                log.warning("jobs_wait", reason=str(error))
            except Exception:  # the edge: without this thread nobody would lead again
                log.exception("jobs_wait")
            self._ending.wait(TICK_SECONDS)

    def _left_out(self, event: JobEvent) -> None:
        """Record a run that began too late to be run, or while the one before was still at work."""
        runner = self.runners.get(event.job_id)
        if runner is None or runner.schedule.is_frequent:
            return
        status = RunStatus.MISSED if event.code == EVENT_JOB_MISSED else RunStatus.SKIPPED
        now = datetime.now(UTC)
        runner.ended(JobRun(event.job_id, status, now, now))
