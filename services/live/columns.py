"""The compact shape: integers in minor units by column, places instead of ids, only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.live.frame import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.live.audience import Audience
    from services.live.frame import EventFrame, PnlFrame, PositionRow, Values
    from services.live.mirror import Mirror


class ColumnsWriter:
    """Writes what the publisher sent nearly as it is."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror

    def time(self, milliseconds: int) -> int:
        """Milliseconds since 1970."""
        return milliseconds

    def values(self, audience: Audience) -> dict[str, Values]:
        """Every column, in the order of the audience's accounts."""
        found = {name: self._mirror.column(name) for name in COLUMNS}
        if audience.own is None:
            return found
        return {name: [column[place] for place in audience.places] for name, column in found.items()}

    def changes(
        self, frame: PnlFrame, audience: Audience, places: Collection[int]
    ) -> dict[str, tuple[list[int], Values]]:
        """By column the places that changed and their values."""
        if audience.own is None:
            return frame.changes
        if not places:
            return {}
        found = {name: _narrowed(change, audience.own) for name, change in frame.changes.items()}
        return {name: change for name, change in found.items() if change[0]}

    def ticks(self, frame: PnlFrame, audience: Audience) -> list[Any]:
        """(place, position_id, price, profit in minor units)."""
        own = audience.own
        if own is None:
            return list(frame.ticks)
        return [(own[place], *rest) for place, *rest in frame.ticks if place in own]

    def positions(self, audience: Audience) -> dict[str, tuple[PositionRow, ...]]:
        """The rows of accounts that have some, as they came."""
        ids = (self._mirror.accounts[place].id for place in audience.places)
        return {account: rows for account in ids if (rows := self._mirror.positions(account))}

    def event(self, frame: EventFrame) -> dict[str, Any]:
        """The data as they came."""
        return frame.data

    def forget(self) -> None:
        """Nothing is kept here."""


def _narrowed(change: tuple[list[int], Values], own: dict[int, int]) -> tuple[list[int], Values]:
    seen = [(own[place], value) for place, value in zip(*change, strict=True) if place in own]
    return [place for place, _ in seen], [value for _, value in seen]
