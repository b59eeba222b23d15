"""Messages for audiences: what the hub hears, in the words of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from services.live.columns import ColumnsWriter
from services.live.frame import COLUMNS, PnlFrame
from services.live.messages import changed_places, message_of
from services.live.outbox import Message
from services.live.rows import RowsWriter, market_document
from services.live.subscription import Channel, Shape
from services.live.wire import text_frame

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from services.live.audience import Audience
    from services.live.frame import EventFrame
    from services.live.mirror import Mirror
    from services.live.ring import Numbered
    from services.live.shapes import ShapeWriter
    from services.live.visitor import Visitor

PROTOCOL = 1


class Editor:
    """Writes about one mirror; `forget` it whenever the mirror has changed."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._writers: dict[Shape, ShapeWriter] = {
            Shape.ROWS: RowsWriter(mirror),
            Shape.COLUMNS: ColumnsWriter(mirror),
        }
        self._version = 0

    def forget(self) -> None:
        """Make everything anew from now on."""
        self._version += 1
        for writer in self._writers.values():
            writer.forget()

    def hello(self, visitor: Visitor, heartbeat_seconds: float) -> Message:
        """The first frame: what there is to see."""
        entries = [entry for entry in self._mirror.accounts if visitor.may_see(entry.id)]
        return message_of(
            {
                "type": "hello",
                "protocol": PROTOCOL,
                "seq": self._mirror.seq,
                "accounts": [entry.id for entry in entries],
                "heartbeat_s": heartbeat_seconds,
                "columns": COLUMNS,
                "directory": entries,
                "market": self._market(Shape.ROWS),
            }
        )

    def snapshot(self, audience: Audience, events: Sequence[bytes] = ()) -> Message:
        """The whole state; *events* are those that a client has missed."""
        version, payload = audience.snapshot
        if version != self._version:
            payload = orjson.dumps(self._snapshot(audience))
            audience.snapshot = self._version, payload
        if events:
            payload = b'%b,"events":[%b]}' % (payload[:-1], b",".join(events))
        return Message(text_frame(payload))

    def news(self, frame: Numbered, audience: Audience, changed: Collection[int]) -> Message:
        """A frame for an audience: *changed* are the places that a frame of values is about."""
        if isinstance(frame, PnlFrame):
            return message_of(self._update(frame, audience, audience.among(changed)))
        if not audience.subscription.wants(frame):
            return self.heartbeat(audience.subscription.shape, frame.seq, frame.time)
        payload = orjson.dumps(self._event(frame, audience.subscription.shape))
        return Message(text_frame(payload), (payload,))

    def missed(self, frames: Sequence[Numbered], audience: Audience) -> Message:
        """Several frames at once; in rows an account stands in the last frame that changed it only."""
        told: set[int] = set()
        parts = []
        for frame in reversed(frames):
            changed = changed_places(frame)
            parts.append(self.news(frame, audience, sorted(changed - told)))
            told |= changed
        parts.reverse()
        events = tuple(event for part in parts for event in part.events)
        return Message(b"".join(part.wire for part in parts), events)

    def heartbeat(self, shape: Shape, seq: int, milliseconds: int) -> Message:
        """A sign of life with the market's state."""
        return message_of(
            {
                "type": "heartbeat",
                "seq": seq,
                "timestamp": self._writers[shape].time(milliseconds),
                "market": self._market(shape),
            }
        )

    def _snapshot(self, audience: Audience) -> dict[str, Any]:
        writer = self._writers[audience.subscription.shape]
        entries = [self._mirror.accounts[place] for place in audience.places]
        found: dict[str, Any] = {
            "type": "snapshot",
            "seq": self._mirror.seq,
            "timestamp": writer.time(self._mirror.time),
            "accounts": [entry.id for entry in entries],
            "directory": entries,
            "market": self._market(audience.subscription.shape),
            "data": writer.values(audience),
        }
        if Channel.POSITIONS in audience.subscription.channels:
            found["positions"] = writer.positions(audience)
        return found

    def _update(self, frame: PnlFrame, audience: Audience, places: Collection[int]) -> dict[str, Any]:
        shape, channels = audience.subscription.shape, audience.subscription.channels
        writer = self._writers[shape]
        nothing: object = [] if shape is Shape.ROWS else {}
        found: dict[str, Any] = {
            "type": "pnl_update",
            "seq": frame.seq,
            "timestamp": writer.time(frame.time),
            "data": writer.changes(frame, audience, places) if Channel.PNL in channels else nothing,
        }
        if frame.quote_time is not None:
            found["quote_time"] = writer.time(frame.quote_time)
        if Channel.POSITIONS in channels:
            found["ticks"] = writer.ticks(frame, audience)
        return found

    def _event(self, frame: EventFrame, shape: Shape) -> dict[str, Any]:
        writer = self._writers[shape]
        head = {"type": frame.type, "seq": frame.seq, "timestamp": writer.time(frame.time)}
        if frame.type == "export":
            return head | frame.data
        return {
            **head,
            "account_id": frame.account_id,
            "data": writer.event(frame),
        }

    def _market(self, shape: Shape) -> object:
        market = self._mirror.market
        if shape is Shape.COLUMNS:
            return market
        fields = {
            "provider": market.provider,
            "state": market.state,
            "quote_time": market.quote_time,
            "refused": market.refused,
        }
        return market_document(fields)
