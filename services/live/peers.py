"""The sockets of all clients, and what is done with each of them in turn; for one thread."""

from __future__ import annotations

import selectors
from collections import Counter
from typing import TYPE_CHECKING

import structlog

from services.live.client import Client
from services.live.peer import GoneError, Peer
from services.live.refusal import Closing, RefusedError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from services.live.hub import Hub
    from services.live.limits import Limits
    from services.live.visitor import Visitor

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

log = structlog.get_logger(__name__)


class Peers:
    """Reads from and writes to whoever is ready; `dropped` counts closed connections by reason."""

    def __init__(self, hub: Hub, limits: Limits, clock: Callable[[], float], ear: socket.socket) -> None:
        self.dropped: Counter[str] = Counter()
        self._hub = hub
        self._limits = limits
        self._clock = clock
        self._peers: dict[socket.socket, Peer] = {}
        self._delivered = 0
        self._lost = 0
        self._selector = selectors.DefaultSelector()
        self._selector.register(ear, READ)

    def __len__(self) -> int:
        return len(self._peers)

    @property
    def delivered(self) -> int:
        """Messages written since the start."""
        return self._delivered + sum(peer.client.outbox.delivered for peer in list(self._peers.values()))

    @property
    def lost(self) -> int:
        """Messages that gave way to a whole state since the start."""
        return self._lost + sum(peer.client.outbox.lost for peer in list(self._peers.values()))

    def welcome(self, sock: socket.socket, visitor: Visitor, now: float) -> None:
        """Take a new connection in, or tell it why not."""
        client = Client(visitor)
        try:
            peer = Peer(sock, client, self._limits, now)
            self._selector.register(sock, READ, peer)
        except OSError:  # it broke on the way here
            sock.close()
            return
        self._peers[sock] = peer
        try:
            self._hub.join(client, now)
        except RefusedError as refused:
            self._close(peer, refused.closing, now, refused)

    def wait(self, seconds: float) -> bool:
        """Serve those who are ready, waiting for them up to *seconds*; whether the bell rang."""
        is_rung = False
        for key, mask in self._selector.select(seconds):
            peer: Peer | None = key.data
            if peer is None:
                is_rung = True
                continue
            if mask & READ:
                self._read(peer)
            if mask & WRITE and peer.sock in self._peers:
                self._write(peer, self._clock())
        return is_rung

    def write_all(self, now: float) -> None:
        """Write to everybody for whom something waits, apart from those who take nothing more."""
        for peer in list(self._peers.values()):
            if not peer.wants_write and peer.client.outbox.wants_writing:
                self._write(peer, now)

    def look_after(self, now: float) -> None:
        """Part from those who are gone, stuck or silent; ask the quiet ones."""
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

    def say_goodbye(self, now: float) -> bool:
        """Tell everybody that the stream stops; whether nobody is left."""
        for peer in self._peers.values():
            if peer.closes_at is None:
                self._close(peer, Closing.GOING_AWAY, now)
        self.write_all(now)
        return not self._peers

    def end(self) -> None:
        """Let go of whoever is left."""
        for peer in list(self._peers.values()):
            self._drop(peer, "going_away")
        self._selector.close()

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
        self._lost += peer.client.outbox.lost
        self._hub.leave(peer.client)
        self._selector.unregister(peer.sock)
        peer.sock.close()
