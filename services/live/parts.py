"""The live parts of a process by its role: bus, stream, worker, hearing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.live.bus.opening import Side, open_bus
from services.live.frame import StateFrame
from services.live.hearing import Hearing
from services.live.stream import Stream
from services.live.worker import LiveWorker
from services.role import Role

if TYPE_CHECKING:
    from services.container import Services
    from services.live.bus.port import Bus
    from services.live.frame import Frame


class LiveParts:
    """Made and started with the process, stopped at its end."""

    def __init__(self, services: Services, role: Role) -> None:
        settings = services.settings
        self._bus: Bus = open_bus(settings, _side(role))
        self.stream = Stream(settings, self._bus, receives=role is Role.LIVE) if role.streams else None
        self.worker = LiveWorker(services, self._publish) if role.feeds else None
        self.hearing = Hearing(self._bus) if role.serves else None

    def _publish(self, frame: Frame) -> None:
        """Send a frame; a whole state takes along what the stream of this process has counted."""
        if self.stream is not None and isinstance(frame, StateFrame):
            frame = replace(frame, stream=self.stream.state())
        self._bus.publish(frame)

    def start(self) -> None:
        """Stream first, so that it hears the first frame."""
        if self.stream is not None:
            self.stream.start()
        if self.worker is not None:
            self.worker.start()

    def stop(self) -> None:
        """The feed first, so that clients hear that what they see is stale."""
        if self.worker is not None:
            self.worker.stop()
        if self.stream is not None:
            self.stream.stop()
        if self.hearing is not None:
            self.hearing.close()
        self._bus.close()


def _side(role: Role) -> Side:
    if role is Role.ALL:
        return Side.ALONE
    return Side.PUBLISHER if role.feeds else Side.READER
