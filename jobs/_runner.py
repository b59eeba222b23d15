"""One job at work: runs it, records how it ended, and logs when it begins to fail and when it recovers."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from services import progress
from services.errors import ServiceError
from services.job_run import JobRun, Outcome, RunStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs._schedule import Schedule
    from services.job_runs import JobRuns

FLUSH = timedelta(minutes=1)
TELL_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Runner:
    """Runs one job; alike runs of a frequent one are recorded as one row a minute."""

    def __init__(
        self, name: str, schedule: Schedule, work: Callable[[], Outcome | str | None], record: JobRuns
    ) -> None:
        self.name = name
        self.schedule = schedule
        self.last: JobRun | None = None
        self._work = work
        self._record = record
        self._number: int | None = None
        self._alike: JobRun | None = None
        self._told = 0.0

    def __call__(self) -> None:
        """Run once; a failure is recorded and never leaves the job."""
        started = datetime.now(UTC)
        self._begin(JobRun(self.name, RunStatus.RUNNING, started))
        clock = time.perf_counter()
        status, outcome = self._attempt()
        self.ended(
            JobRun(
                self.name,
                status,
                started,
                datetime.now(UTC),
                seconds=time.perf_counter() - clock,
                message=outcome.message,
                detail=outcome.detail,
            )
        )

    def ended(self, run: JobRun) -> None:
        """Record a run that is over: one of ours, or one that the scheduler left out."""
        self._log(run)
        self.last = run
        try:
            if self.schedule.is_frequent:
                self._gather(run)
            elif self._number is not None and run.status in (RunStatus.OK, RunStatus.FAILED):
                self._record.end(self._number, run)
                self._number = None
            else:
                self._record.begin(run)
        except ServiceError as error:
            log.warning("job_not_recorded", job=self.name, reason=str(error))

    def flush(self) -> None:
        """Record what was gathered of a frequent job."""
        gathered, self._alike = self._alike, None
        if gathered is not None:
            self._record.begin(gathered)

    @property
    def _fails(self) -> bool:
        return self.last is not None and self.last.status is RunStatus.FAILED

    def _begin(self, run: JobRun) -> None:
        if self.schedule.is_frequent:
            return
        try:
            self._number = self._record.begin(run)
        except ServiceError:
            self._number = None  # the end is recorded as a row of its own

    def _attempt(self) -> tuple[RunStatus, Outcome]:
        try:
            with progress.watched(self._tell):
                done = self._work()
        except ServiceError as error:
            return RunStatus.FAILED, Outcome(str(error))
        except Exception as error:  # the edge: one job must not end the scheduler
            if not self._fails:
                log.exception("job_failed_unexpectedly", job=self.name)
            return RunStatus.FAILED, Outcome(f"{type(error).__name__}: {error}", {"unexpected": True})
        outcome = done if isinstance(done, Outcome) else Outcome(done or "")
        return RunStatus.OK if outcome.is_good else RunStatus.FAILED, outcome

    def _tell(self, done: int, total: int, what: str) -> None:
        """Let a page see how far the run is, once a second at most."""
        now = time.monotonic()
        if self._number is None or now - self._told < TELL_SECONDS:
            return
        self._told = now
        try:
            self._record.tell(self._number, {"done": done, "total": total, "what": what})
        except ServiceError as error:
            log.warning("progress_not_recorded", job=self.name, reason=str(error))

    def _log(self, run: JobRun) -> None:
        """Say when a job begins to fail and when it recovers, not at every run."""
        if run.status is RunStatus.FAILED and not self._fails:
            log.error("job_failed", job=self.name, reason=run.message)
        if run.status is RunStatus.OK and self._fails:
            log.info("job_recovered", job=self.name)

    def _gather(self, run: JobRun) -> None:
        alike = self._alike
        if alike is not None and (alike.status, alike.message) != (run.status, run.message):
            self.flush()
            alike = None
        if alike is not None:
            run = replace(
                run,
                started_at=alike.started_at,
                runs=alike.runs + 1,
                seconds=alike.seconds + run.seconds,
            )
        self._alike = run
        if run.finished_at is not None and run.finished_at - run.started_at >= FLUSH:
            self.flush()
