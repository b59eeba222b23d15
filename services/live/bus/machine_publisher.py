"""Frames of a machine: the process that publishes listens in the data folder."""

from __future__ import annotations

import os
import queue
import secrets
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from typing import TYPE_CHECKING

from services.live.bus.local_bus import LocalBus
from services.live.bus.machine_address import ADDRESS, BROKEN, KEY, LOOK_SECONDS, address
from services.live.frame import StateFrame, encoded
from services.live.meeting_place import meeting_place
from services.live.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.live.bus.port import Listener as Hears
    from services.live.frame import Frame

WAITING = 64
BACKLOG = 16


class MachinePublisher:
    """The side that publishes; its own listeners hear at once, readers elsewhere by a thread each."""

    def __init__(self, data_dir: Path) -> None:
        self._local = LocalBus()
        self._mirror = Mirror()
        self._is_in_step = False
        self._readers: list[_Reader] = []
        self._folder = meeting_place(data_dir)
        self._key = _new_key(self._folder)
        self._listener = _listen(self._folder, self._key)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="live-bus", daemon=True)
        self._thread.start()

    @property
    def readers(self) -> int:
        """How many processes read."""
        return sum(not reader.is_gone for reader in self._readers)

    def publish(self, frame: Frame) -> None:
        """Call our own listeners, and leave the frame for the readers; who is behind gets a whole state."""
        self._local.publish(frame)
        is_next = self._mirror.apply(frame)
        self._is_in_step = isinstance(frame, StateFrame) or (self._is_in_step and is_next)
        readers = [reader for reader in self._readers if not reader.is_gone]
        if not readers:
            return
        message = encoded(frame)
        whole = message if isinstance(frame, StateFrame) else None
        for reader in readers:
            if reader.is_behind and reader.is_idle and self._is_in_step:
                whole = whole or encoded(self._mirror.state())
                reader.catch_up(whole)
            else:
                reader.put(message)

    def subscribe(self, listener: Hears) -> Callable[[], None]:
        """Call *listener* in the publisher's thread."""
        return self._local.subscribe(listener)

    def close(self) -> None:
        """Hang up on every reader."""
        self._closing.set()
        self._local.close()
        with suppress(*BROKEN):  # wakes the thread that accepts
            Client(address(self._folder), authkey=self._key).close()
        self._thread.join(LOOK_SECONDS * 4)
        self._listener.close()
        for reader in self._readers:
            reader.hang_up()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
            except BROKEN:  # a reader that left in the middle of its greeting
                continue
            if self._closing.is_set():
                connection.close()
                return
            self._readers = [*(one for one in self._readers if not one.is_gone), _Reader(connection)]


class _Reader:
    """A reader at the other end of *connection*, with a few frames that wait for it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self.is_behind = True
        self.is_gone = False
        threading.Thread(target=self._send, name="live-bus-reader", daemon=True).start()

    @property
    def is_idle(self) -> bool:
        """Whether everything was sent."""
        return self._waiting.empty()

    def put(self, message: bytes) -> None:
        """Send a frame unless the reader is behind."""
        if self.is_behind:
            return
        try:
            self._waiting.put_nowait(message)
        except queue.Full:
            self.is_behind = True

    def catch_up(self, whole: bytes) -> None:
        """Send a whole state and then every frame again."""
        self.is_behind = False
        self.put(whole)

    def hang_up(self) -> None:
        """Send nothing more."""
        while not self.is_idle:
            with suppress(queue.Empty):
                self._waiting.get_nowait()
        self._waiting.put(None)

    def _send(self) -> None:
        with self._connection:
            while (message := self._waiting.get()) is not None:
                try:
                    self._connection.send_bytes(message)
                except BROKEN:
                    break
        self.is_gone = True


def _new_key(folder: Path) -> bytes:
    key, path = secrets.token_hex(32).encode(), folder / KEY
    written = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key)
    written.replace(path)
    return key


def _listen(folder: Path, key: bytes) -> Listener:
    if sys.platform != "win32":
        (folder / ADDRESS).unlink(missing_ok=True)
    listener = Listener(address(folder), backlog=BACKLOG, authkey=key)
    if sys.platform != "win32":
        (folder / ADDRESS).chmod(0o600)
    return listener
