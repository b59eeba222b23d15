"""The frame of the jobs: their state is known, their failures are logged once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent
from structlog.testing import capture_logs

from jobs import Jobs

if TYPE_CHECKING:
    from services.container import Services


def _event(job: str, error: Exception | None = None) -> JobExecutionEvent:
    return JobExecutionEvent(EVENT_JOB_EXECUTED, job, "default", None, exception=error)


def test_a_job_is_starting_then_ok_then_down(services: Services) -> None:
    jobs = Jobs(services)
    jobs.scheduler.add_job(print, "interval", hours=1, id="example")
    assert jobs.state("example") == "starting"
    jobs._remember(_event("example"))
    assert jobs.state("example") == "ok"
    jobs._remember(_event("example", ValueError("broken")))
    assert jobs.state("example") == "down"


def test_an_unknown_job_is_not_configured(services: Services) -> None:
    assert Jobs(services).state("no such job") == "not configured"


def test_a_job_that_keeps_failing_is_logged_once(services: Services) -> None:
    jobs = Jobs(services)
    with capture_logs() as logged:
        for error in (ValueError("a"), ValueError("b"), None, None, ValueError("c")):
            jobs._remember(_event("example", error))
    assert [line["event"] for line in logged] == ["job_failed", "job_recovered", "job_failed"]


def test_every_job_runs_in_utc_and_never_twice_at_once(services: Services) -> None:
    scheduler = Jobs(services).scheduler
    assert str(scheduler.timezone) == "UTC"
    scheduler.start(paused=True)
    assert all(job.max_instances == 1 and job.coalesce for job in scheduler.get_jobs())
    scheduler.shutdown()


def test_it_starts_and_stops(services: Services) -> None:
    jobs = Jobs(services)
    jobs.start()
    assert jobs.scheduler.running
    jobs.stop()
    assert not jobs.scheduler.running
