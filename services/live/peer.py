"""One socket after the handshake: reads messages, writes what waits, never blocks."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.utilities import ProtocolError

from services.live.messages import error_message
from services.live.outbox import Message
from services.live.refusal import Closing, RefusedError
from services.live.subscription import malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.live.client import Client
    from services.live.limits import Limits

READ_BYTES = 16 * 1024
SEND_BUFFER_BYTES = 64 * 1024  # what a stuck client may hold of the kernel; it gets newer values after it


class GoneError(Exception):
    """The peer has closed, or the connection is broken."""


class Peer:
    """A client's socket: `wants_write` when it waits to write on, `is_over` when only a farewell is left."""

    __slots__ = (
        "_connection",
        "_limits",
        "_parts",
        "_size",
        "client",
        "closes_at",
        "heard",
        "is_over",
        "pinged",
        "sock",
        "wants_write",
    )

    def __init__(self, sock: socket.socket, client: Client, limits: Limits, now: float) -> None:
        self.sock = sock
        self.client = client
        self.heard = self.pinged = now
        self.closes_at: float | None = None
        self.wants_write = self.is_over = False
        self._limits = limits
        self._connection = Connection(ConnectionType.SERVER)
        self._parts: list[str] = []
        self._size = 0
        sock.settimeout(0)
        with suppress(OSError):  # a socket that is not TCP has no such option
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def read(self, now: float) -> Iterator[str]:
        """The messages that have come; raises GoneError at the end and RefusedError for what is no text."""
        try:
            found = self.sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            raise GoneError from error
        if not found:
            raise GoneError
        self.heard = now
        try:
            self._connection.receive_data(found)
            yield from self._messages(now)
        except ProtocolError as error:
            raise GoneError from error

    def write(self) -> bool:
        """Write until nothing waits (True) or the socket takes no more; raises GoneError."""
        outbox = self.client.outbox
        try:
            while (chunk := outbox.chunk()) is not None:
                outbox.written(self.sock.send(chunk))
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            raise GoneError from error
        return True

    def ping(self, now: float) -> None:
        """Ask whether the peer is still there, unless it has not even taken what we said before."""
        self.pinged = now
        if self.client.outbox.is_empty and self._connection.state is ConnectionState.OPEN:
            self.client.outbox.put(Message(self._connection.send(Ping())), now)

    def close(self, closing: Closing, now: float, refused: RefusedError | None = None) -> None:
        """Say why and goodbye, right behind what has begun; what else waits is dropped."""
        farewell = b"" if refused is None else error_message(refused).wire
        if self._connection.state in {ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING}:
            reason = None if refused is None else refused.code
            farewell += self._connection.send(CloseConnection(int(closing), reason))
        self.client.outbox.finish(Message(farewell))
        self.closes_at = now + self._limits.closing_seconds

    def _messages(self, now: float) -> Iterator[str]:
        for event in self._connection.events():
            if isinstance(event, TextMessage):
                self._add(event)
                if event.message_finished:
                    text, self._parts, self._size = "".join(self._parts), [], 0
                    yield text
            elif isinstance(event, BytesMessage):
                raise malformed("it is text, not bytes")
            elif isinstance(event, Ping):
                self.client.count_message(now, self._limits.messages_per_minute)
                if self.closes_at is None:
                    self.client.outbox.put(Message(self._connection.send(event.response())), now)
            elif isinstance(event, CloseConnection):
                self._answer(event, now)

    def _add(self, event: TextMessage) -> None:
        self._size += len(event.data.encode())
        if self._size > self._limits.message_bytes:
            most = self._limits.message_bytes // 1024
            raise RefusedError(Closing.TOO_BIG, "too_big", f"A message has at most {most} KiB.")
        if event.data:
            self._parts.append(event.data)

    def _answer(self, event: CloseConnection, now: float) -> None:
        if self._connection.state is ConnectionState.CLOSED:
            raise GoneError
        if self.closes_at is None:
            self.client.outbox.finish(Message(self._connection.send(event.response())))
            self.closes_at = now + self._limits.closing_seconds
        self.is_over = True  # the peer has said goodbye, or nothing it says can be understood
