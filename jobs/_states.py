"""The jobs as they stand, from what is recorded of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from services.job_run import JobState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobs._runner import Runner
    from services.job_run import JobRun
    from services.job_runs import JobRuns

SLACK = timedelta(minutes=3)  # the record of a frequent job is written once a minute


def job_states(
    runners: Mapping[str, Runner],
    record: JobRuns,
    planned: Mapping[str, datetime | None],
    *,
    began: datetime,
    now: datetime,
) -> tuple[JobState, ...]:
    """Every job; *planned* is when the leader's scheduler runs it next, what is made up for included.

    No job is overdue for the time before this process *began*.
    """
    ended, good, current = record.last_ended(), record.last_good(), record.under_way()
    found = [
        JobState(
            name=name,
            title=runner.schedule.title,
            period=runner.schedule.period,
            next_run=planned.get(name) or _next(runner, ended.get(name), now),
            current=current.get(name),
            last=ended.get(name),
            last_good=good.get(name),
            is_overdue=_is_overdue(runner, good.get(name), began, now),
        )
        for name, runner in runners.items()
    ]
    return tuple(sorted(found, key=lambda state: (state.period, state.title)))


def _next(runner: Runner, last: JobRun | None, now: datetime) -> datetime | None:
    since = None if last is None else last.started_at
    due: datetime | None = runner.schedule.trigger.get_next_fire_time(since, now)
    return due


def _is_overdue(runner: Runner, good: JobRun | None, began: datetime, now: datetime) -> bool:
    ended = began if good is None else max(began, good.finished_at or good.started_at)
    return now - ended > max(runner.schedule.overdue, SLACK)
