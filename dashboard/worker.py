"""Gunicorn's threaded worker, made impatient: a client that stalls gives its thread back."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from gunicorn.workers.gthread import ThreadWorker

if TYPE_CHECKING:
    from typing_extensions import Buffer

STALL_SECONDS = 10


class ImpatientSocket(socket.socket):
    """A socket whose blocking calls end after a while, as if the client had gone."""

    def setblocking(self, flag: bool, /) -> None:  # noqa: FBT001 - the socket's own signature
        """Bound what would block for ever."""
        self.settimeout(STALL_SECONDS if flag else 0)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Up to *size* bytes; raises ConnectionResetError when none come in time."""
        try:
            return super().recv(size, flags)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the client stalled") from error

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:
        """Send all of *data*; raises ConnectionResetError when the client does not take it in time."""
        try:
            super().sendall(data, flags)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the client stalled") from error


class ImpatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """The worker that `run` uses."""

    def enqueue_req(self, conn: object) -> None:
        """Give the connection an impatient socket before a thread takes it."""
        plain = conn.sock  # type: ignore[attr-defined] # gunicorn's TConn
        if not isinstance(plain, ImpatientSocket):
            conn.sock = ImpatientSocket(fileno=plain.detach())  # type: ignore[attr-defined]
        super().enqueue_req(conn)
