"""Which bus carries the frames."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from services.live.bus.local_bus import LocalBus
from services.live.bus.machine_publisher import MachinePublisher
from services.live.bus.machine_reader import MachineReader

if TYPE_CHECKING:
    from services.live.bus.port import Bus
    from services.settings import Settings


class Side(Enum):
    """What this process is to the bus of its machine."""

    ALONE = auto()
    PUBLISHER = auto()
    READER = auto()


def open_bus(settings: Settings, side: Side) -> Bus:
    """Redis where it is configured, else the data folder's; raises OSError when that cannot be used."""
    if settings.redis_url is not None:
        from services.live.bus.redis_bus import RedisBus  # noqa: PLC0415 - only where there is a Redis

        return RedisBus(settings.redis_url.get_secret_value())
    if side is Side.ALONE:
        return LocalBus()
    return MachinePublisher(settings.data_dir) if side is Side.PUBLISHER else MachineReader(settings.data_dir)
