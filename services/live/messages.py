"""Messages made of JSON objects, and what frames are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from services.live.frame import EventFrame
from services.live.outbox import Message
from services.live.wire import text_frame

if TYPE_CHECKING:
    from services.live.refusal import RefusedError
    from services.live.ring import Numbered


def message_of(content: dict[str, Any]) -> Message:
    """A message that may get lost on the way to a slow client."""
    return Message(text_frame(orjson.dumps(content)))


def error_message(refused: RefusedError) -> Message:
    """The last frame before a connection is closed."""
    return message_of({"type": "error", "code": refused.code, "message": str(refused)})


def changed_places(frame: Numbered) -> set[int]:
    """The accounts whose values a frame changes."""
    if isinstance(frame, EventFrame):
        return set()
    return {place for places, _ in frame.changes.values() for place in places}
