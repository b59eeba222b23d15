"""Frames of a machine: the processes that only read."""

from __future__ import annotations

import threading
from multiprocessing.connection import Client
from typing import TYPE_CHECKING

import structlog

from services.live.bus.backoff import Backoff
from services.live.bus.local_bus import LocalBus
from services.live.bus.machine_address import BROKEN, KEY, LOOK_SECONDS, address
from services.live.frame import decoded
from services.live.meeting_place import meeting_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.live.bus.port import Listener
    from services.live.frame import Frame

log = structlog.get_logger(__name__)


class MachineReader:
    """The side that only reads; it comes back by itself when the publisher was away."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = meeting_place(data_dir)
        self._local = LocalBus()
        self._closing = threading.Event()
        self._backoff = Backoff(most=2.0)
        self._thread = threading.Thread(target=self._run, name="live-bus", daemon=True)
        self._thread.start()

    def publish(self, frame: Frame) -> None:
        """Raises RuntimeError: a reader has nothing to tell."""
        raise RuntimeError(f"Frame {frame.seq} cannot be published by a process that only reads.")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call *listener* in the thread that reads."""
        return self._local.subscribe(listener)

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        self._local.close()
        self._thread.join(LOOK_SECONDS * 4)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except BROKEN:
                log.debug("live_bus_away")
            except ValueError:
                log.warning("live_bus_refused", exc_info=True)
            self._closing.wait(self._backoff.pause())

    def _listen(self) -> None:
        key = (self._folder / KEY).read_bytes()
        with Client(address(self._folder), authkey=key) as connection:
            while not self._closing.is_set():
                if connection.poll(LOOK_SECONDS):
                    self._local.publish(decoded(connection.recv_bytes()))
                    self._backoff.reset()
