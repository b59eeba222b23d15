"""A run of a job: what is recorded, shown on the data page and counted for monitors."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class RunStatus(StrEnum):
    """How a run is or ended."""

    REQUESTED = "requested"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    MISSED = "missed"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"


UNDER_WAY = (RunStatus.REQUESTED, RunStatus.RUNNING)
ENDED = (RunStatus.OK, RunStatus.FAILED, RunStatus.MISSED, RunStatus.SKIPPED, RunStatus.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job did in one sentence, with what a page may want to know of it; not good counts as failed."""

    message: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    is_good: bool = True


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job, or several alike runs of a frequent one as a whole; *seconds* is the sum."""

    job: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None = None
    runs: int = 1
    seconds: float = 0.0
    message: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as it stands: how often it runs, its newest and last good run, when it runs next.

    *current* is a run that is asked for or at work; *is_overdue* says that the last good run is too old.
    """

    name: str
    title: str
    period: timedelta
    next_run: datetime | None
    current: JobRun | None
    last: JobRun | None
    last_good: JobRun | None
    is_overdue: bool

    @property
    def word(self) -> str:
        """Its state in one word: running, failed, overdue, ok or waiting (for its first run)."""
        if self.current is not None:
            return "running"
        if self.last is not None and self.last.status is RunStatus.FAILED:
            return "failed"
        if self.is_overdue:
            return "overdue"
        return "waiting" if self.last is None else "ok"
