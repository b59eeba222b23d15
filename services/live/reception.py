"""Where open sockets arrive from the web process: a Unix socket that only we may use."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from services.live.meeting_place import meeting_place
from services.live.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADDRESS = "stream.sock"
LINE_BYTES = 1 << 20
HURRY_SECONDS, PAUSE_SECONDS = 2.0, 0.1
BACKLOG = 512

log = structlog.get_logger(__name__)


class Reception:
    """A thread that takes sockets in and hands them on with who they belong to."""

    def __init__(self, data_dir: Path, take: Callable[[socket.socket, Visitor], None]) -> None:
        self._path = meeting_place(data_dir) / ADDRESS
        self._take = take
        self._listener = _listen(self._path)
        self._inode = self._path.stat().st_ino
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live-reception", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and take the address away unless another process has it by now."""
        self._closing.set()
        with suppress(OSError):  # wakes the thread that accepts
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()
        self._thread.join(HURRY_SECONDS * 2)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                sender, _ = self._listener.accept()
            except OSError:  # we are closing, or too many files are open
                if not self._closing.wait(PAUSE_SECONDS):
                    log.warning("reception_failed", exc_info=True)
                continue
            with sender:
                self._receive(sender)

    def _receive(self, sender: socket.socket) -> None:
        sender.settimeout(HURRY_SECONDS)
        try:
            line, sockets = _line_and_sockets(sender)
        except OSError:
            log.warning("handover_failed", exc_info=True)
            return
        try:
            visitor = Visitor.decoded(line)
        except ValueError:
            log.warning("handover_refused", line=line[:200])
            for sock in sockets:
                sock.close()
            return
        for sock in sockets:
            self._take(sock, visitor)


def has_reception(data_dir: Path) -> bool:
    """Whether a process receives sockets for *data_dir*, or did when it was killed."""
    return (meeting_place(data_dir) / ADDRESS).exists()


def hand_over(data_dir: Path, sock: socket.socket, visitor: Visitor) -> None:
    """Send a copy of *sock* to the process that listens for *data_dir*; raises OSError when none does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(HURRY_SECONDS)
        door.connect(str(meeting_place(data_dir) / ADDRESS))
        line = visitor.encoded()
        sent = socket.send_fds(door, [line], [sock.fileno()])
        if sent < len(line):  # even sending nothing would fail once the other side is done
            door.sendall(line[sent:])


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)  # before anybody can connect
    listener.listen(BACKLOG)
    return listener


def _line_and_sockets(sender: socket.socket) -> tuple[bytes, list[socket.socket]]:
    line, numbers, _, _ = socket.recv_fds(sender, LINE_BYTES, 1)
    sockets = [socket.socket(fileno=number) for number in numbers]
    while line and not line.endswith(b"\n") and len(line) < LINE_BYTES:
        more = sender.recv(LINE_BYTES)
        if not more:
            break
        line += more
    return line, sockets
