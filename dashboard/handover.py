"""How an open WebSocket leaves the web server's thread: to the stream in this process or in another."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app

from services.live.reception import hand_over, has_reception

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from services.live.stream import Stream
    from services.live.visitor import Visitor

KEY = "handover"


class Handover(Protocol):
    """Takes a socket after the handshake; raises OSError when the stream is not there."""

    @property
    def leads_somewhere(self) -> bool:
        """Whether there is, or was a moment ago, a stream to take sockets."""

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Own *sock* from now on, unless this raises."""


class InProcess:
    """The stream is in this process."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @property
    def leads_somewhere(self) -> bool:
        """Whether the stream runs."""
        return self._stream.state().is_alive

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Give the socket itself."""
        self._stream.take(sock, visitor)


class ToProcess:
    """The stream is another process of this machine that serves *data_dir*."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    @property
    def leads_somewhere(self) -> bool:
        """Whether a stream has an address here; one that ends, but not one that is killed, takes it away."""
        return has_reception(self._data_dir)

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Send a copy and close ours, which leaves the connection open."""
        hand_over(self._data_dir, sock, visitor)
        sock.close()


def install(server: Flask, handover: Handover) -> None:
    """Let `/ws` of *server* hand its sockets over."""
    server.extensions[KEY] = handover


def installed() -> Handover | None:
    """The way to the stream; None when the application runs without one."""
    return cast("Handover | None", current_app.extensions.get(KEY))


def copied(plain: socket.socket) -> socket.socket:
    """Another handle of the same connection."""
    return socket.socket(fileno=plain.dup().detach())


def cut_off(plain: socket.socket) -> None:
    """Leave *plain* with a dead end instead of its connection, which stays open in its copies.

    Web servers shut a connection down and read what is left of it when a request is over; from then on they
    do that to the dead end.
    """
    dead_end, other = socket.socketpair()
    other.close()
    socket.close(plain.detach())
    socket.socket.__init__(plain, fileno=dead_end.detach())
