"""What every bus can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from services.live.frame import Frame

Listener: TypeAlias = Callable[[Frame], None]
"""Is called in the bus's thread, must return quickly and must not raise."""


class Bus(Protocol):
    """Frames from one publisher to many listeners; what gets lost is healed by the next whole state."""

    def publish(self, frame: Frame) -> None:
        """Send a frame; never waits for a listener in another process."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call *listener* with every frame from now on, until the answer is called."""

    def close(self) -> None:
        """End; nothing is heard after that."""
