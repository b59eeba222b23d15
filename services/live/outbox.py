"""What waits to be written to one client: a short queue that turns into the newest state when it is full."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 64
CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes for the socket, shared by many outboxes; `events` is the JSON that must not get lost in them."""

    wire: bytes
    events: tuple[bytes, ...] = ()


class Outbox:
    """Messages in order; a message that has begun is always finished."""

    __slots__ = ("_kept", "_queue", "_rest", "delivered", "full_since", "lost")

    def __init__(self) -> None:
        self._queue: deque[Message] = deque()
        self._rest: bytes | memoryview | None = None
        self._kept: deque[bytes] | None = None
        self.full_since: float | None = None
        self.delivered = 0
        self.lost = 0

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, apart from a state that is yet to be made."""
        return self._rest is None and not self._queue

    @property
    def wants_writing(self) -> bool:
        """Whether there is anything to write, or a state to make."""
        return bool(self._queue) or self._rest is not None or self.full_since is not None

    @property
    def is_behind(self) -> bool:
        """Whether frames were dropped, so that the client needs the whole state."""
        return self.full_since is not None

    def put(self, message: Message, now: float) -> None:
        """Add a message; when the queue is full, everything in it gives way to the newest state."""
        if self.full_since is not None:
            self.lost += 1
            self._keep(message.events)
        elif len(self._queue) < LIMIT:
            self._queue.append(message)
        else:
            self.full_since = now
            self.lost += len(self._queue) + 1
            for queued in (*self._queue, message):
                self._keep(queued.events)
            self._queue.clear()

    def heal(self) -> list[bytes]:
        """Be in step again; the newest events that were dropped, oldest first."""
        kept = list(self._kept or ())
        self._kept, self.full_since = None, None
        return kept

    def finish(self, message: Message) -> None:
        """Let *message* be the last, right behind what has begun."""
        self._queue.clear()
        self._kept, self.full_since = None, None
        self._queue.append(message)

    def chunk(self) -> bytes | memoryview | None:
        """The bytes to write next, of several messages when several wait; None when nothing does."""
        if self._rest is None and self._queue:
            first = self._queue.popleft()
            self.delivered += 1
            self._rest = self._joined(first.wire) if self._queue else first.wire
        return self._rest

    def written(self, size: int) -> None:
        """Take *size* bytes of the chunk as sent."""
        rest = self._rest
        if rest is not None:
            self._rest = None if size >= len(rest) else memoryview(rest)[size:]

    def _joined(self, first: bytes) -> bytes:
        parts, size = [first], len(first)
        while self._queue and size + len(self._queue[0].wire) <= CHUNK_BYTES:
            wire = self._queue.popleft().wire
            parts.append(wire)
            size += len(wire)
            self.delivered += 1
        return b"".join(parts)

    def _keep(self, events: Iterable[bytes]) -> None:
        if self._kept is None:
            self._kept = deque(maxlen=LIMIT)
        self._kept.extend(events)
