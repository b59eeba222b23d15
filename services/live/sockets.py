"""All WebSockets of the process in one thread: it waits for any of them and never for one."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from services.live.limits import Limits
from services.live.peers import Peers

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from services.live.frame import Frame
    from services.live.hub import Hub
    from services.live.visitor import Visitor

BACKLOG_FRAMES = 1_024
TICK_SECONDS, GREETING_TICK_SECONDS = 0.5, 0.05
STOP_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Sockets:
    """Feeds the hub's frames to the sockets and their messages to the hub; methods are for any thread."""

    def __init__(
        self, hub: Hub, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._hub = hub
        self._clock = clock
        self._arrived: deque[tuple[socket.socket, Visitor]] = deque()
        self._frames: deque[Frame] = deque(maxlen=BACKLOG_FRAMES)
        self._ear, self._bell = socket.socketpair()
        self._ear.settimeout(0)
        self._bell.settimeout(0)
        self._peers = Peers(hub, limits or Limits(), clock, self._ear)
        self._is_rung = False
        self._stops_at: float | None = None
        self._next_tick = 0.0
        self._thread = threading.Thread(target=self._run, name="live-sockets", daemon=True)

    def __len__(self) -> int:
        return len(self._peers)

    @property
    def delivered(self) -> int:
        """Messages written to sockets since the start."""
        return self._peers.delivered

    @property
    def lost(self) -> int:
        """Messages that slow clients did not get since the start."""
        return self._peers.lost

    @property
    def dropped(self) -> Counter[str]:
        """Closed connections by reason."""
        return self._peers.dropped

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Own an open WebSocket from now on."""
        self._arrived.append((sock, visitor))
        self._ring()

    def publish(self, frame: Frame) -> None:
        """Hand a frame to the hub; a backlog that is too long loses its oldest."""
        self._frames.append(frame)
        self._ring()

    def stop(self) -> None:
        """Say goodbye to everybody and end."""
        self._stops_at = self._clock() + STOP_SECONDS
        self._ring()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS * 2)

    def _ring(self) -> None:
        if not self._is_rung:
            self._is_rung = True
            with suppress(OSError):  # full: it is heard anyway; closed: there is nobody left to hear it
                self._bell.send(b"!")

    def _run(self) -> None:
        try:
            while not self._is_done():
                try:
                    self._go_round()
                except Exception:  # the loop serves everybody: it goes on, at a pace that can be watched
                    log.exception("stream_failed")
                    time.sleep(GREETING_TICK_SECONDS)
        finally:
            self._end()

    def _go_round(self) -> None:
        pause = GREETING_TICK_SECONDS if self._hub.has_greeted else TICK_SECONDS
        if self._peers.wait(min(pause, max(0.0, self._next_tick - self._clock()))):
            with suppress(BlockingIOError):
                self._ear.recv(4096)
            self._is_rung = False  # after reading, or a ring in between would silence the bell
        now = self._clock()
        while self._arrived:
            self._peers.welcome(*self._arrived.popleft(), now)
        self._forward(now)
        if now >= self._next_tick or self._hub.has_greeted:
            self._next_tick = now + TICK_SECONDS
            self._hub.tick(now)
            self._peers.look_after(now)
        self._peers.write_all(now)

    def _is_done(self) -> bool:
        if self._stops_at is None:
            return False
        now = self._clock()
        return self._peers.say_goodbye(now) or now >= self._stops_at

    def _forward(self, now: float) -> None:
        while self._frames:
            frame = self._frames.popleft()
            try:
                self._hub.take(frame, now)
            except Exception:  # the loop serves everybody: a frame that is wrong must not end it
                log.exception("frame_failed", seq=frame.seq)
                self._hub.lose()

    def _end(self) -> None:
        self._peers.end()
        while self._arrived:
            self._arrived.popleft()[0].close()
        self._ear.close()
        self._bell.close()
