"""The stream as one thing: frames from the bus in, sockets from the web in, WebSocket frames out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from services.live.hub import Hub
from services.live.limits import Limits
from services.live.numbers import StreamState
from services.live.open_files import allow_open_files
from services.live.reception import Reception
from services.live.sockets import Sockets

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from services.live.bus.port import Bus
    from services.live.visitor import Visitor
    from services.settings import Settings

OTHER_FILES = 512  # the database, logs, and sockets on their way


class Stream:
    """Everything between bus and sockets; with a reception, where the system has one, for other processes."""

    def __init__(
        self, settings: Settings, bus: Bus, limits: Limits | None = None, *, receives: bool = True
    ) -> None:
        self._folder = settings.data_dir if receives and sys.platform != "win32" else None
        self._bus = bus
        limits = limits or Limits()
        self._open_files = limits.clients + OTHER_FILES
        self._hub = Hub(limits)
        self._sockets = Sockets(self._hub, limits)
        self._reception: Reception | None = None
        self._leave: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to listen on all sides; raises OSError when the data folder takes no sockets."""
        allow_open_files(self._open_files)
        self._sockets.start()
        self._leave = self._bus.subscribe(self._sockets.publish)
        if self._folder is not None:
            self._reception = Reception(self._folder, self._sockets.take)
            self._reception.start()

    def stop(self) -> None:
        """Say goodbye to every client; takes at most a few seconds."""
        if self._reception is not None:
            self._reception.stop()
        if self._leave is not None:
            self._leave()
        self._sockets.stop()

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Own an open WebSocket from now on."""
        self._sockets.take(sock, visitor)

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._sockets)

    def state(self) -> StreamState:
        """What has been done, for health and metrics."""
        return StreamState(
            is_alive=self._sockets.is_alive,
            seq=self._hub.mirror.seq,
            clients=len(self._sockets),
            frames=self._hub.frames,
            gaps=self._hub.gaps,
            delivered=self._sockets.delivered,
            lost=self._sockets.lost,
            dropped=dict(self._sockets.dropped),
        )
