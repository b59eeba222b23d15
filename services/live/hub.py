"""The meeting place of frames and clients: who gets what, in which order; no sockets here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from services.live.crowd import Crowd
from services.live.editor import Editor
from services.live.frame import StateFrame
from services.live.limits import Limits
from services.live.messages import changed_places
from services.live.mirror import Mirror
from services.live.ring import Ring
from services.live.subscription import Subscription, malformed, request_of, subscription_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.audience import Audience
    from services.live.client import Client
    from services.live.frame import Frame
    from services.live.outbox import Message

PING = "ping"


class Hub:
    """Clients by audience; `now` of every call is a monotonic time in seconds. For one thread."""

    def __init__(self, limits: Limits | None = None, wall_clock: Callable[[], float] = time.time) -> None:
        self.mirror = Mirror()
        self.frames = 0
        self.gaps = 0
        self._limits = limits or Limits()
        self._wall_clock = wall_clock
        self._editor = Editor(self.mirror)
        self._ring = Ring()
        self._crowd = Crowd(self._limits)
        self._greeted: dict[Client, float] = {}
        self._has_gap = False
        self._spoke = 0.0

    def __len__(self) -> int:
        return len(self._crowd)

    @property
    def has_greeted(self) -> bool:
        """Whether clients wait for their first state."""
        return bool(self._greeted)

    def join(self, client: Client, now: float) -> None:
        """Greet a client; raises RefusedError when there are too many."""
        self._crowd.admit(client)
        client.outbox.put(self._editor.hello(client.visitor, self._limits.heartbeat_seconds), now)
        self._greeted[client] = now + self._limits.greeting_seconds

    def leave(self, client: Client) -> None:
        """Forget a client; one that never came is fine."""
        self._greeted.pop(client, None)
        self._crowd.dismiss(client)

    def hear(self, client: Client, text: str, now: float) -> None:
        """Do what a client says; raises RefusedError when it asks for what it does not get."""
        client.count_message(now, self._limits.messages_per_minute)
        message = {"action": PING} if text.strip() == PING else request_of(text)
        match message.get("action"):
            case "ping":
                client.outbox.put(self._heartbeat(client.subscription), now)
            case "subscribe":
                self._subscribe(client, subscription_of(message), now)
            case "resume":
                self._resume(client, message.get("since"), now)
            case _:
                raise malformed('"action" is subscribe, resume or ping')

    def take(self, frame: Frame, now: float) -> None:
        """Hand a frame of the bus to everybody; what does not follow on the last waits for a state."""
        if isinstance(frame, StateFrame):
            self._adopt(frame, now)
            return
        if self._has_gap or frame.seq <= self.mirror.seq or not self.mirror.is_known:
            return
        if not self.mirror.apply(frame):
            self.lose()
            return
        self.frames += 1
        self._editor.forget()
        self._ring.append(frame)
        self._spoke = now
        changed = sorted(changed_places(frame))
        for audience in self._crowd.audiences:
            audience.put(self._editor.news(frame, audience, changed), now)

    def lose(self) -> None:
        """Take what comes as not following on what is known, until a state comes."""
        self._has_gap = True
        self.gaps += 1

    def tick(self, now: float) -> None:
        """Begin with those who say nothing after the greeting; show that we live when nothing happens."""
        for client, deadline in list(self._greeted.items()):
            if deadline > now or not self.mirror.is_known:
                break
            self._show(client, now)
        if now - self._spoke < self._limits.heartbeat_seconds:
            return
        self._spoke = now
        for client in self._crowd:
            if not client.outbox.is_behind:
                client.outbox.put(self._heartbeat(client.subscription), now)

    def heal(self, client: Client, now: float) -> None:
        """Give a client that fell behind the newest state, and the events it missed."""
        events = client.outbox.heal()
        if client.audience is not None:
            client.outbox.put(self._editor.snapshot(client.audience, events), now)
            client.snapshot_seq = self.mirror.seq

    def _adopt(self, frame: StateFrame, now: float) -> None:
        mirror = self.mirror
        is_in_step = mirror.is_known and not self._has_gap and mirror.agrees(frame)
        mirror.apply(frame)
        self._has_gap = False
        if is_in_step:
            return
        self._editor.forget()
        self._ring.restart()
        self._spoke = now
        for audience in self._crowd.audiences:
            audience.settle(mirror.accounts)
            audience.put(self._editor.snapshot(audience), now, snapshot_seq=mirror.seq)

    def _subscribe(self, client: Client, asked: Subscription, now: float) -> None:
        client.subscription = asked.seen_by(client.visitor, self.mirror)
        if client not in self._greeted:
            self._show(client, now)

    def _resume(self, client: Client, since: object, now: float) -> None:
        frames = self._ring.since(since)
        is_older = client.audience is not None and isinstance(since, int) and since < client.snapshot_seq
        if frames is None or is_older or client.outbox.is_behind:
            if self.mirror.is_known:
                self._show(client, now)
            return
        audience = self._seat(client)
        answer = self._editor.missed(frames, audience) if frames else self._heartbeat(audience.subscription)
        client.outbox.put(answer, now)

    def _show(self, client: Client, now: float) -> None:
        self._seat(client)
        if not client.outbox.is_behind:
            self.heal(client, now)

    def _seat(self, client: Client) -> Audience:
        self._greeted.pop(client, None)
        return self._crowd.seat(client, self.mirror.accounts)

    def _heartbeat(self, subscription: Subscription) -> Message:
        return self._editor.heartbeat(subscription.shape, self.mirror.seq, round(self._wall_clock() * 1000))
