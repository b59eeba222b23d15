"""What both shapes of the stream can say; the words of their JSON are in docs/stream.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.live.audience import Audience
    from services.live.frame import EventFrame, PnlFrame


class ShapeWriter(Protocol):
    """Makes JSON values of frames and of the mirror it was given."""

    def time(self, milliseconds: int) -> str | int:
        """An instant."""

    def values(self, audience: Audience) -> object:
        """Every account of the audience now."""

    def changes(self, frame: PnlFrame, audience: Audience, places: Collection[int]) -> object:
        """What *frame* changed, for the accounts at *places*."""

    def ticks(self, frame: PnlFrame, audience: Audience) -> list[Any]:
        """New prices of open positions."""

    def positions(self, audience: Audience) -> dict[str, Any]:
        """Open positions by account id."""

    def event(self, frame: EventFrame) -> dict[str, Any]:
        """The data of an event."""

    def forget(self) -> None:
        """Keep nothing of what was made before: the mirror has changed."""
