"""The process that holds the MetaTrader5 module, as a source: started, heard, killed, started again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from services.errors import FeedUnavailableError, InvalidInputError
from services.feed_json import from_json
from services.market._mt5_pipe import Child

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.feed import FeedBatch
    from services.market._mt5_account import Known
    from services.market._mt5_pipe import Job

HUNG_SECONDS = 70.0  # the module itself waits up to 60 for a terminal to start
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(seconds=60)
_log = structlog.get_logger(__name__)


class ChildSource:
    """Batches of a process of its own, which is replaced when it ends or says nothing for *hung_seconds*."""

    def __init__(self, job: Job, hung_seconds: float = HUNG_SECONDS) -> None:
        self._job = job
        self._hung_seconds = hung_seconds
        self._child: Child | None = None
        self._wait = FIRST_WAIT
        self._start_at: datetime | None = None
        self._reason = ""

    def collect(self, now: datetime, known: Callable[[str, str], Known]) -> list[FeedBatch]:
        """What came since the last call, at once; raises FeedUnavailableError while nothing good comes."""
        child = self._child or self._start(now)
        found: list[FeedBatch] = []
        for kind, value in child.lines():
            if kind == "batch":
                found += self._read(value)
            elif kind == "ask":
                child.answer(known(*value))
            elif kind == "warning":
                _log.warning("mt5", message=value)
            else:
                self._reason = value
        if not found:
            self._check(child, now)
        return found

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _start(self, now: datetime) -> Child:
        if self._start_at is not None and now < self._start_at:
            raise FeedUnavailableError(self._reason)
        self._child = Child(self._job)
        return self._child

    def _read(self, value: object) -> list[FeedBatch]:
        try:
            batch = from_json(value)
        except InvalidInputError as error:
            self._reason = f"The MetaTrader 5 terminal tells what cannot be: {error}"
            return []
        self._reason, self._wait = "", FIRST_WAIT
        return [batch]

    def _check(self, child: Child, now: datetime) -> None:
        if child.has_ended:
            code = child.end()
            self._lost(self._reason or f"The MetaTrader 5 process ended ({code}); it is started again.", now)
        elif child.silent_seconds > self._hung_seconds:
            child.end()
            self._lost("The MetaTrader 5 process hung and was ended; it is started again.", now)
        if self._reason:
            raise FeedUnavailableError(self._reason)

    def _lost(self, reason: str, now: datetime) -> None:
        self._child, self._reason = None, reason
        self._start_at = now + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT)
