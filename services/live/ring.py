"""The last frames, for clients that were away for a moment."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from services.live.frame import EventFrame, PnlFrame

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbered: TypeAlias = PnlFrame | EventFrame
FRAMES = 512
VALUES = 400_000


class Ring:
    """Frames without a gap: the last *frames*, and fewer when they hold more than *values* values."""

    def __init__(self, frames: int = FRAMES, values: int = VALUES) -> None:
        self._most_frames, self._most_values = frames, values
        self._frames: deque[Numbered] = deque()
        self._values = 0
        self._before: int | None = None

    def __len__(self) -> int:
        return len(self._frames)

    def restart(self) -> None:
        """Forget everything: nobody can follow on what was before."""
        self._frames.clear()
        self._values, self._before = 0, None

    def append(self, frame: Numbered) -> None:
        """Add the next frame."""
        self._frames.append(frame)
        self._values += _weight(frame)
        while len(self._frames) > self._most_frames or (
            self._values > self._most_values and len(self._frames) > 1
        ):
            oldest = self._frames.popleft()
            self._values -= _weight(oldest)
            self._before = oldest.seq

    def since(self, seq: object) -> Sequence[Numbered] | None:
        """The frames after number *seq*, oldest first; None when some are gone or it is no such number."""
        if not self._frames or not isinstance(seq, int) or isinstance(seq, bool):
            return None
        first, last = self._frames[0].seq, self._frames[-1].seq
        if not (first if self._before is None else self._before) <= seq <= last:
            return None
        return tuple(islice(self._frames, seq - first + 1, None))


def _weight(frame: Numbered) -> int:
    if isinstance(frame, EventFrame):
        return 100  # about what an event takes, in values
    return 1 + sum(2 * len(places) for places, _ in frame.changes.values()) + 4 * len(frame.ticks)
