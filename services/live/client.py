"""One connected client, as the hub knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.live.outbox import Outbox
from services.live.refusal import Closing, RefusedError
from services.live.subscription import Subscription

if TYPE_CHECKING:
    from services.live.audience import Audience
    from services.live.visitor import Visitor

MINUTE = 60.0


class Client:
    """Who it is, what it asked for and what waits for it; without an audience it has only been greeted."""

    __slots__ = ("_messages", "_minute", "audience", "outbox", "snapshot_seq", "subscription", "visitor")

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.outbox = Outbox()
        self.subscription = Subscription(accounts=visitor.accounts)
        self.audience: Audience | None = None
        self.snapshot_seq = -1
        self._minute = float("-inf")
        self._messages = 0

    def count_message(self, now: float, most: int) -> None:
        """Count one more message; raises RefusedError when there were more than *most* in a minute."""
        if now - self._minute >= MINUTE:
            self._minute, self._messages = now, 0
        self._messages += 1
        if self._messages > most:
            raise RefusedError(
                Closing.TOO_MANY, "too_many_messages", f"At most {most} messages a minute are read."
            )
