"""What a process of the web has heard from the engine: the newest values, for answers in between."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from services.live.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.bus.port import Bus
    from services.live.frame import Frame, Market
    from services.live.mirror import Row
    from services.live.numbers import FeedNumbers, StreamState

SILENT_SECONDS = 8.0


class Hearing:
    """A mirror that a bus keeps up to date; what is older than `SILENT_SECONDS` counts as not heard."""

    def __init__(self, bus: Bus, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._mirror = Mirror()
        self._lock = threading.Lock()
        self._clock = clock
        self._heard_at: float | None = None
        self._began = clock()
        self._leave = bus.subscribe(self._hear)

    @property
    def is_live(self) -> bool:
        """Whether the engine speaks."""
        heard = self._heard_at
        return heard is not None and self._clock() - heard < SILENT_SECONDS

    @property
    def seconds_since_start(self) -> float:
        """How long it has listened."""
        return self._clock() - self._began

    @property
    def seq(self) -> int:
        """The number of the newest frame; 0 before the first."""
        return self._mirror.seq

    def row(self, account_id: str) -> Row | None:
        """An account's values; None while the engine does not speak or does not know it."""
        if not self.is_live:
            return None
        with self._lock:
            return self._mirror.row(account_id)

    def market(self) -> Market | None:
        """How the feed is; None while the engine does not speak."""
        return self._mirror.market if self.is_live else None

    def numbers(self) -> tuple[FeedNumbers | None, StreamState | None]:
        """What the leader's process has counted of its feed, and of its stream if it has one."""
        return (self._mirror.feed, self._mirror.stream) if self.is_live else (None, None)

    def close(self) -> None:
        """Hear no more."""
        self._leave()

    def _hear(self, frame: Frame) -> None:
        with self._lock:
            if self._mirror.apply(frame):
                self._heard_at = self._clock()
