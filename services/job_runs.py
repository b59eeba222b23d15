"""What ran by itself and how it ended; written by the jobs, read by pages, health and monitors."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services.job_run import ENDED, UNDER_WAY, JobRun, RunStatus
from services.storage import job_runs as job_runs_table
from services.storage import records

if TYPE_CHECKING:
    from services.storage.engine import Database


class JobRuns:
    """The record of jobs in the database, shared by every process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._process = f"{socket.gethostname()}:{os.getpid()}"

    def begin(self, run: JobRun) -> int:
        """Record a run (begun, or ended already) and answer its number."""
        with self._database.begin() as connection:
            return job_runs_table.add_run(connection, run, self._process)

    def end(self, number: int, run: JobRun) -> None:
        """Record how the run of this number ended."""
        with self._database.begin() as connection:
            job_runs_table.end_run(connection, number, run)

    def tell(self, number: int, detail: dict[str, Any]) -> None:
        """Record how far the run of this number is."""
        with self._database.begin() as connection:
            job_runs_table.set_detail(connection, number, detail)

    def interrupt(self) -> int:
        """Mark what a leader that is gone left running; how many runs that were."""
        with self._database.begin() as connection:
            return job_runs_table.interrupt_runs(connection, datetime.now(UTC))

    def request(self, job: str, *, actor: str = "user") -> None:
        """Ask the leader to run a job now; noted in the audit log."""
        run = JobRun(job, RunStatus.REQUESTED, datetime.now(UTC))
        with self._database.begin() as connection:
            job_runs_table.add_run(connection, run, self._process)
            records.audit(connection, actor, "run_job", job, {})

    def take_requests(self) -> tuple[str, ...]:
        """The jobs that were asked for since the last call."""
        with self._database.begin() as connection:
            return job_runs_table.take_requests(connection)

    def under_way(self) -> dict[str, JobRun]:
        """The jobs that are asked for or at work."""
        with self._database.connect() as connection:
            return job_runs_table.last_runs(connection, *UNDER_WAY)

    def last(self) -> dict[str, JobRun]:
        """The newest run of each job, whatever its state."""
        with self._database.connect() as connection:
            return job_runs_table.last_runs(connection)

    def last_ended(self) -> dict[str, JobRun]:
        """The newest run of each job that is over."""
        with self._database.connect() as connection:
            return job_runs_table.last_runs(connection, *ENDED)

    def last_good(self) -> dict[str, JobRun]:
        """The newest run of each job that ended well."""
        with self._database.connect() as connection:
            return job_runs_table.last_runs(connection, RunStatus.OK)

    def newest(self, limit: int = 50, job: str | None = None) -> tuple[JobRun, ...]:
        """The newest runs, of one job when it is named."""
        with self._database.connect() as connection:
            return job_runs_table.newest_runs(connection, limit, job)

    def counts(self) -> dict[tuple[str, RunStatus], int]:
        """How often each job ended in which way, as far as the record goes back."""
        with self._database.connect() as connection:
            return job_runs_table.count_runs(connection)

    def forget(self, before: datetime) -> int:
        """Remove runs that began before *before*; how many there were."""
        with self._database.begin() as connection:
            return job_runs_table.forget_runs(connection, before)
