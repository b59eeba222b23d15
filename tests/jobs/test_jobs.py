"""The frame of the jobs: one leader, every run recorded, what was missed is made up for."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from jobs import Jobs
from jobs._catching_up import missed
from jobs._runner import Runner
from jobs._schedule import daily, every, hourly
from services.errors import UnavailableError
from services.job_run import JobRun, Outcome, RunStatus
from services.storage.leader import JOBS, Leader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.container import Services

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
def jobs(services: Services) -> Iterator[Jobs]:
    made = Jobs(services)
    yield made
    made.stop()


def _until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _runner(services: Services, work: Callable[[], Outcome | str | None], *, often: bool = False) -> Runner:
    schedule = every("Often", seconds=2) if often else daily("Daily", hour=2, minute=10)
    return Runner("example", schedule, work, services.job_runs)


def test_a_run_is_recorded_with_what_it_did(services: Services) -> None:
    _runner(services, lambda: Outcome("Three things done.", {"things": 3}))()
    (run,) = services.job_runs.newest()
    assert (run.status, run.message, run.detail) == (RunStatus.OK, "Three things done.", {"things": 3})
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


def test_a_run_can_be_seen_while_it_is_at_work(services: Services) -> None:
    seen: list[RunStatus] = []

    def look() -> None:
        seen.append(services.job_runs.last()["example"].status)

    _runner(services, look)()
    assert seen == [RunStatus.RUNNING]


def test_a_failure_is_recorded_and_does_not_leave_the_job(services: Services) -> None:
    def fail() -> None:
        raise UnavailableError("The disk is full.")

    _runner(services, fail)()
    assert services.job_runs.last()["example"].message == "The disk is full."
    assert services.job_runs.last_good() == {}


def test_a_job_that_keeps_failing_is_logged_once(services: Services) -> None:
    ends: Iterator[Exception | None] = iter([ValueError("a"), ValueError("b"), None, None, ValueError("c")])

    def work() -> None:
        error = next(ends)
        if error is not None:
            raise error

    runner = _runner(services, work)
    with capture_logs() as logged:
        for _ in range(5):
            runner()
    events = [line["event"] for line in logged]
    assert events == [
        "job_failed_unexpectedly",
        "job_failed",
        "job_recovered",
        "job_failed_unexpectedly",
        "job_failed",
    ]


def test_alike_runs_of_a_frequent_job_are_one_row(services: Services) -> None:
    runner = _runner(services, lambda: "moved", often=True)
    for _ in range(5):
        runner()
    assert services.job_runs.newest() == ()
    runner.flush()
    (run,) = services.job_runs.newest()
    assert (run.runs, run.status) == (5, RunStatus.OK)


def test_a_frequent_job_that_begins_to_fail_shows_at_once(services: Services) -> None:
    ends = iter([None, None, UnavailableError("gone")])

    def work() -> None:
        error = next(ends)
        if error is not None:
            raise error

    runner = _runner(services, work, often=True)
    for _ in range(3):
        runner()
    runner.flush()
    assert [(run.status, run.runs) for run in services.job_runs.newest()] == [
        (RunStatus.FAILED, 1),
        (RunStatus.OK, 2),
    ]


def test_of_three_processes_one_leads(services: Services) -> None:
    contenders = [Leader(services.database) for _ in range(3)]
    assert sum(contender.leads() for contender in contenders) == 1
    assert sum(contender.leads() for contender in contenders) == 1
    for contender in contenders:
        contender.resign()


def test_another_leads_when_the_leader_is_cut_off(services: Services) -> None:
    first, second = Leader(services.database), Leader(services.database)
    assert first.leads()
    assert not second.leads()
    with services.database.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = 'advisory' AND objid = :lock AND datname = current_database()"
            ),
            {"lock": JOBS},
        )
    assert _until(second.leads, 5)
    assert not first.leads()
    second.resign()


def test_jobs_run_in_the_leader_only_and_the_next_takes_over(services: Services) -> None:
    first, second = Jobs(services), Jobs(services)
    first.start()
    assert _until(lambda: first.leads)
    second.start()
    time.sleep(1.5)
    assert not second.leads
    assert second.state("snapshots") == "standby"
    first.stop()
    assert _until(lambda: second.leads, 5)
    second.stop()


def test_what_a_dead_leader_left_running_is_interrupted(services: Services, jobs: Jobs) -> None:
    services.job_runs.begin(JobRun("backup", RunStatus.RUNNING, NOON))
    jobs.start()
    assert _until(lambda: jobs.leads)
    assert services.job_runs.newest(job="backup")[-1].status is RunStatus.INTERRUPTED


def test_a_job_that_is_asked_for_runs_in_the_leader(services: Services, jobs: Jobs) -> None:
    jobs.start()
    assert _until(lambda: jobs.leads)
    services.job_runs.request("expired_exports")
    assert _until(lambda: "expired_exports" in services.job_runs.last_good())


def test_every_job_runs_in_utc_and_never_twice_at_once(jobs: Jobs) -> None:
    assert str(jobs.scheduler.timezone) == "UTC"
    jobs.scheduler.start(paused=True)
    assert all(job.max_instances == 1 and job.coalesce for job in jobs.scheduler.get_jobs())


def test_a_job_that_is_still_at_work_is_not_begun_again(services: Services, jobs: Jobs) -> None:
    ended = threading.Event()
    jobs.scheduler.start()
    runner = jobs.runners["slow"] = Runner(
        "slow", hourly("Slow", minute=0), lambda: str(ended.wait(10)), services.job_runs
    )
    jobs.scheduler.add_job(runner, "interval", seconds=0.2, id="slow", misfire_grace_time=60)
    assert _until(
        lambda: any(run.status is RunStatus.SKIPPED for run in services.job_runs.newest(job="slow"))
    )
    jobs.scheduler.remove_job("slow")
    ended.set()
    assert _until(lambda: services.job_runs.newest(job="slow")[-1].status is RunStatus.OK)


@pytest.mark.parametrize("day", [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
def test_a_daily_job_runs_once_on_days_the_clocks_change(day: datetime) -> None:
    trigger = daily("Daily", hour=6, minute=30).trigger
    times, now = [], day
    while (time_ := trigger.get_next_fire_time(None, now)) < day + timedelta(days=1):
        times.append(time_)
        now = time_ + timedelta(seconds=1)
    assert times == [day.replace(hour=6, minute=30)]


def test_what_was_due_while_nobody_led_is_made_up_for(services: Services) -> None:
    runners = {
        "daily": _runner(services, lambda: None),
        "often": _runner(services, lambda: None, often=True),
    }
    yesterday = JobRun("daily", RunStatus.OK, NOON - timedelta(days=1))
    today = JobRun("daily", RunStatus.OK, NOON - timedelta(hours=1))
    assert missed(runners, {"daily": yesterday}, NOON) == ("daily",)
    assert missed(runners, {"daily": today}, NOON) == ()
    assert missed(runners, {}, NOON) == ("daily",)


def test_an_unknown_job_is_not_configured(jobs: Jobs) -> None:
    assert jobs.state("no such job") == "not configured"


def test_it_says_how_each_job_is(services: Services, jobs: Jobs) -> None:
    jobs.start()
    assert _until(lambda: jobs.leads)
    jobs.begin("snapshots")
    assert _until(lambda: jobs.state("snapshots") == "ok")
    jobs.runners["snapshots"].ended(JobRun("snapshots", RunStatus.FAILED, NOON, NOON))
    assert jobs.state("snapshots") in ("down", "ok")  # it may have run again meanwhile


def test_a_job_is_overdue_for_the_time_since_the_start_only(services: Services, jobs: Jobs) -> None:
    now = datetime.now(UTC)
    services.job_runs.begin(JobRun("rollups", RunStatus.OK, now - timedelta(days=2), now - timedelta(days=2)))
    assert not any(state.is_overdue for state in jobs.states(now))
    late = {state.name for state in jobs.states(now + timedelta(hours=1)) if state.is_overdue}
    assert "rollups" in late
    assert "backup" not in late
