"""When a job runs: the one value that each module of the package answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

FREQUENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job's title, when it begins (UTC), and how late it may begin.

    *period* is the longest time between two runs; after two of them without a good run a job is overdue.
    """

    title: str
    trigger: BaseTrigger
    period: timedelta
    grace: timedelta

    @property
    def is_frequent(self) -> bool:
        """Whether alike runs are recorded as one row."""
        return self.period < FREQUENT

    @property
    def overdue(self) -> timedelta:
        """How old the last good run may be."""
        return 2 * self.period + self.grace

    @property
    def catches_up(self) -> bool:
        """Whether a run that was missed while nobody led is made up for at once."""
        return self.period >= timedelta(hours=1)


def every(title: str, *, seconds: int) -> Schedule:
    """A job that runs every so many seconds."""
    period = timedelta(seconds=seconds)
    return Schedule(title, IntervalTrigger(seconds=seconds, timezone="UTC"), period, grace=period)


def hourly(title: str, *, minute: int) -> Schedule:
    """A job that runs at a minute of every hour."""
    trigger = CronTrigger(minute=minute, timezone="UTC")
    return Schedule(title, trigger, timedelta(hours=1), grace=timedelta(minutes=15))


def daily(title: str, *, hour: int, minute: int) -> Schedule:
    """A job that runs once a day, at a time of UTC, which has no days of 23 or 25 hours."""
    trigger = CronTrigger(hour=hour, minute=minute, timezone="UTC")
    return Schedule(title, trigger, timedelta(days=1), grace=timedelta(hours=2))
