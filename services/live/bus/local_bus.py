"""The bus within one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.bus.port import Listener
    from services.live.frame import Frame


class LocalBus:
    """Calls the listeners at once, in the publisher's thread."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def publish(self, frame: Frame) -> None:
        """Call every listener in turn."""
        for listener in self._listeners:
            listener(frame)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add *listener*; the answer removes it."""
        self._listeners = (*self._listeners, listener)

        def leave() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return leave

    def close(self) -> None:
        """Forget the listeners."""
        self._listeners = ()
