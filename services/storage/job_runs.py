"""The record of what ran by itself: when, how it ended, and what a person asked to run now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from services.job_run import JobRun, RunStatus
from services.storage.tables import job_runs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

_COLUMNS = (
    job_runs.c.job,
    job_runs.c.status,
    job_runs.c.started_at,
    job_runs.c.finished_at,
    job_runs.c.runs,
    job_runs.c.seconds,
    job_runs.c.message,
    job_runs.c.detail,
)


def _run(row: Row[Any]) -> JobRun:
    values = row._asdict()
    return JobRun(**values | {"status": RunStatus(values["status"])})


def add_run(connection: Connection, run: JobRun, process: str) -> int:
    """Record a run and answer its number."""
    values = {
        "job": run.job,
        "status": run.status.value,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "runs": run.runs,
        "seconds": run.seconds,
        "message": run.message,
        "detail": run.detail,
        "process": process,
    }
    return int(connection.execute(insert(job_runs).values(values).returning(job_runs.c.id)).scalar_one())


def end_run(connection: Connection, number: int, run: JobRun) -> None:
    """Record how the run of this *number* ended."""
    connection.execute(
        update(job_runs)
        .where(job_runs.c.id == number)
        .values(
            status=run.status.value,
            finished_at=run.finished_at,
            seconds=run.seconds,
            message=run.message,
            detail=run.detail,
        )
    )


def set_detail(connection: Connection, number: int, detail: dict[str, Any]) -> None:
    """Record how far a run is."""
    connection.execute(update(job_runs).where(job_runs.c.id == number).values(detail=detail))


def interrupt_runs(connection: Connection, time: datetime) -> int:
    """Mark the runs of a leader that is gone as interrupted; how many there were."""
    found = update(job_runs).where(job_runs.c.status == RunStatus.RUNNING.value)
    return connection.execute(found.values(status=RunStatus.INTERRUPTED.value, finished_at=time)).rowcount


def take_requests(connection: Connection) -> tuple[str, ...]:
    """The jobs that were asked for since the last call, each once."""
    asked = delete(job_runs).where(job_runs.c.status == RunStatus.REQUESTED.value).returning(job_runs.c.job)
    return tuple(sorted(set(connection.scalars(asked))))


def last_runs(connection: Connection, *statuses: RunStatus) -> dict[str, JobRun]:
    """The newest run of each job, among those with one of *statuses* when any are named."""
    found = (
        select(*_COLUMNS)
        .ext(distinct_on(job_runs.c.job))
        .order_by(job_runs.c.job, job_runs.c.started_at.desc())
    )
    if statuses:
        found = found.where(job_runs.c.status.in_([status.value for status in statuses]))
    return {run.job: run for run in _runs(connection, found)}


def newest_runs(connection: Connection, limit: int, job: str | None = None) -> tuple[JobRun, ...]:
    """The newest runs, of one job when it is named."""
    found = select(*_COLUMNS).order_by(job_runs.c.started_at.desc()).limit(limit)
    return _runs(connection, found if job is None else found.where(job_runs.c.job == job))


def count_runs(connection: Connection) -> dict[tuple[str, RunStatus], int]:
    """How often each job ended in which way, as far as the record goes back."""
    found = select(job_runs.c.job, job_runs.c.status, func.sum(job_runs.c.runs))
    rows = connection.execute(found.group_by(job_runs.c.job, job_runs.c.status))
    return {(job, RunStatus(status)): int(number) for job, status, number in rows}


def forget_runs(connection: Connection, before: datetime) -> int:
    """Remove runs that began before *before*; how many there were."""
    return connection.execute(delete(job_runs).where(job_runs.c.started_at < before)).rowcount


def _runs(connection: Connection, statement: Select[Any]) -> tuple[JobRun, ...]:
    return tuple(map(_run, connection.execute(statement)))
