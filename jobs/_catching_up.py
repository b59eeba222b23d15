"""Which rare jobs were due while nobody led; a machine that sleeps at night still gets its backups."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobs._runner import Runner
    from services.job_run import JobRun


def missed(runners: Mapping[str, Runner], good: Mapping[str, JobRun], now: datetime) -> tuple[str, ...]:
    """Jobs of an hour or rarer that never ended well or were due since, the longest overdue first."""
    due = {name: _due(runner, good.get(name)) for name, runner in runners.items()}
    late = [(time, name) for name, time in due.items() if time is not None and time <= now]
    return tuple(name for _, name in sorted(late))


def _due(runner: Runner, last: JobRun | None) -> datetime | None:
    if not runner.schedule.catches_up:
        return None
    if last is None:
        return datetime.min.replace(tzinfo=UTC)
    due: datetime | None = runner.schedule.trigger.get_next_fire_time(None, last.started_at)
    return due
