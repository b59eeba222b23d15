"""All WebSockets of the process in one thread: it waits for any of them and never for one."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections import Counter, deque
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from services.live.client import Client
from services.live.limits import Limits
from services.live.peer import GoneError, Peer
from services.live.refusal import Closing, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.frame import Frame
    from services.live.hub import Hub
    from services.live.visitor import Visitor

BACKLOG_FRAMES = 1_024
TICK_SECONDS, GREETING_TICK_SECONDS = 0.5, 0.05
STOP_SECONDS = 2.0
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

log = structlog.get_logger(__name__)


class Sockets:
    """Feeds the hub's frames to the sockets and their messages to the hub; methods are for any thread."""

    def __init__(
        self, hub: Hub, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._hub = hub
        self._limits = limits or Limits()
        self._clock = clock
        self._selector = selectors.DefaultSelector()
        self._peers: dict[socket.socket, Peer] = {}
        self._arrived: deque[tuple[socket.socket, Visitor]] = deque()
        self._frames: deque[Frame] = deque(maxlen=BACKLOG_FRAMES)
        self._ear, self._bell = socket.socketpair()
        self._ear.settimeout(0)
        self._bell.settimeout(0)
        self._selector.register(self._ear, READ)
        self._is_rung = False
        self._stops_at: float | None = None
        self._next_tick = 0.0
        self._thread = threading.Thread(target=self._run, name="live-sockets", daemon=True)
        self._delivered = 0
        self.dropped: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._peers)

    @property
    def delivered(self) -> int:
        """Messages written to sockets since the start."""
        return self._delivered + sum(peer.client.outbox.delivered for peer in list(self._peers.values()))

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
        self._wait(min(pause, max(0.0, self._next_tick - self._clock())))
        now = self._clock()
        self._welcome(now)
        self._forward(now)
        if now >= self._next_tick or self._hub.has_greeted:
            self._next_tick = now + TICK_SECONDS
            self._tick(now)
        self._write_all(now)

    def _is_done(self) -> bool:
        if self._stops_at is None:
            return False
        now = self._clock()
        for peer in self._peers.values():
            if peer.closes_at is None:
                self._close(peer, Closing.GOING_AWAY, now)
        self._write_all(now)
        return not self._peers or now >= self._stops_at

    def _wait(self, seconds: float) -> None:
        for key, mask in self._selector.select(seconds):
            if key.fileobj is self._ear:
                with suppress(BlockingIOError):
                    self._ear.recv(4096)
                self._is_rung = False  # after reading, or a ring in between would silence the bell
                continue
            peer: Peer = key.data
            if mask & READ:
                self._read(peer)
            if mask & WRITE and peer.sock in self._peers:
                self._write(peer, self._clock())

    def _welcome(self, now: float) -> None:
        while self._arrived:
            sock, visitor = self._arrived.popleft()
            client = Client(visitor)
            try:
                peer = Peer(sock, client, self._limits, now)
                self._selector.register(sock, READ, peer)
            except OSError:  # it broke on the way here
                sock.close()
                continue
            self._peers[sock] = peer
            try:
                self._hub.join(client, now)
            except RefusedError as refused:
                self._close(peer, refused.closing, now, refused)

    def _forward(self, now: float) -> None:
        while self._frames:
            frame = self._frames.popleft()
            try:
                self._hub.take(frame, now)
            except Exception:  # the loop serves everybody: a frame that is wrong must not end it
                log.exception("frame_failed", seq=frame.seq)
                self._hub.lose()

    def _tick(self, now: float) -> None:
        self._hub.tick(now)
        limits = self._limits
        for peer in list(self._peers.values()):
            full_since = peer.client.outbox.full_since
            if peer.closes_at is not None:
                if now >= peer.closes_at:
                    self._drop(peer, "unanswered")
            elif now - peer.heard > limits.silence_seconds:
                self._drop(peer, "silent")
            elif full_since is not None and now - full_since > limits.stall_seconds:
                refused = RefusedError(Closing.TOO_SLOW, "too_slow", "Frames were not read in time.")
                self._close(peer, refused.closing, now, refused)
            elif now - max(peer.pinged, peer.heard) > limits.ping_seconds:
                peer.ping(now)

    def _read(self, peer: Peer) -> None:
        now = self._clock()
        try:
            for text in peer.read(now):
                if peer.closes_at is None:
                    self._hub.hear(peer.client, text, now)
        except RefusedError as refused:
            if peer.closes_at is None:
                self._close(peer, refused.closing, now, refused)
        except GoneError:
            self._drop(peer, "left")
        except Exception:  # the loop serves everybody: what one client says must not end it
            log.exception("client_failed", address=peer.client.visitor.address)
            self._drop(peer, "failed")

    def _write_all(self, now: float) -> None:
        for peer in list(self._peers.values()):
            if not peer.wants_write and peer.client.outbox.wants_writing:
                self._write(peer, now)

    def _write(self, peer: Peer, now: float) -> None:
        try:
            is_done = peer.write()
            if is_done and peer.client.outbox.is_behind:
                self._hub.heal(peer.client, now)
                is_done = peer.write()
        except GoneError:
            self._drop(peer, "broken")
            return
        if is_done and peer.is_over:
            self._drop(peer, "left")
        elif is_done is peer.wants_write:
            peer.wants_write = not is_done
            self._selector.modify(peer.sock, READ if is_done else READ | WRITE, peer)

    def _close(self, peer: Peer, closing: Closing, now: float, refused: RefusedError | None = None) -> None:
        self.dropped[closing.name.lower() if refused is None else refused.code] += 1
        self._hub.leave(peer.client)
        peer.close(closing, now, refused)

    def _drop(self, peer: Peer, reason: str) -> None:
        if self._peers.pop(peer.sock, None) is None:
            return
        if peer.closes_at is None:
            self.dropped[reason] += 1
        self._delivered += peer.client.outbox.delivered
        self._hub.leave(peer.client)
        self._selector.unregister(peer.sock)
        peer.sock.close()

    def _end(self) -> None:
        for peer in list(self._peers.values()):
            self._drop(peer, "going_away")
        while self._arrived:
            self._arrived.popleft()[0].close()
        self._selector.close()
        self._ear.close()
        self._bell.close()
