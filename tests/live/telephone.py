"""A WebSocket client on a plain TCP connection, after the handshake; it reads only when it is asked to."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage

from services.live.visitor import Visitor
from tests.live.newsroom import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.sockets import Sockets

PATIENCE = 30.0
BUFFER_BYTES = 4096


def pair() -> tuple[socket.socket, socket.socket]:
    """The two ends of a TCP connection: the server's, and a client's with a small buffer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        client.connect(listener.getsockname())
        server, _ = listener.accept()
    client.settimeout(PATIENCE)
    return server, client


class Telephone:
    """One connection; everything read goes to its screen."""

    in_use: ClassVar[list[Telephone]] = []

    def __init__(self, sockets: Sockets, visitor: Visitor | None = None) -> None:
        server, self.sock = pair()
        self.in_use.append(self)
        self.screen = Screen()
        self._mouth = Connection(ConnectionType.CLIENT)
        sockets.take(server, visitor or Visitor("192.0.2.1"))

    def say(self, text: str) -> None:
        self.send(TextMessage(data=text))

    def say_bytes(self, content: bytes) -> None:
        self.send(BytesMessage(data=content))

    def send(self, event: Event) -> None:
        self.sock.sendall(self._mouth.send(event))

    def ping(self) -> None:
        self.send(Ping(payload=b"are you there"))

    def goodbye(self, code: int = 1000) -> None:
        self.send(CloseConnection(code=code))

    def read(self) -> bool:
        """Read what is there, waiting for something; False at the end."""
        received = self.sock.recv(65_536)
        self.screen.feed(received)
        return bool(received)

    def until(self, condition: Callable[[Screen], bool]) -> Screen:
        deadline = time.monotonic() + PATIENCE
        while not condition(self.screen):
            assert time.monotonic() < deadline, self.screen.types
            assert self.read(), (self.screen.types, self.screen.closed)
        return self.screen

    def until_type(self, kind: str) -> Screen:
        return self.until(lambda screen: bool(screen.seen) and screen.last["type"] == kind)

    def until_closed(self) -> Screen:
        """Read until the farewell, answer it, and read to the end."""
        self.until(lambda screen: screen.closed is not None)
        with suppress(ConnectionError):  # it may be gone already
            self.goodbye()
            while self.read():
                pass
        return self.screen

    def hang_up(self) -> None:
        self.sock.close()

    @classmethod
    def hang_up_all(cls) -> None:
        while cls.in_use:
            cls.in_use.pop().hang_up()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
