"""A run of a job: what is recorded, shown on the data page and counted for monitors."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


class RunStatus(StrEnum):
    """How a run is or ended."""

    REQUESTED = "requested"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    MISSED = "missed"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"


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
