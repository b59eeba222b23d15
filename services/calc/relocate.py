"""A statement's wall-clock times set to UTC by the server's zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from services.calc.server_zone import ServerZone
    from services.model import Deal
    from services.statement import Statement


def relocate(statement: Statement, zone: ServerZone) -> Statement:
    """*statement* with every deal's `time` in UTC by *zone*; unchanged when its times are UTC already."""
    if statement.times_are_utc:
        return statement
    clock = Clock(zone)
    rows = tuple(replace(row, deal=clock.relocated(row.deal)) for row in statement.deals)
    return replace(statement, deals=rows)


class Clock:
    """A server zone that remembers the offset of each hour: long ledgers repeat them."""

    def __init__(self, zone: ServerZone) -> None:
        self._zone = zone
        self._offsets: dict[datetime, timedelta] = {}

    def to_utc(self, server_time: datetime) -> datetime:
        """Aware UTC of a naive wall-clock time."""
        hour = server_time.replace(minute=0, second=0, microsecond=0)
        if hour not in self._offsets:
            self._offsets[hour] = self._zone.to_utc(hour).replace(tzinfo=None) - hour
        return (server_time + self._offsets[hour]).replace(tzinfo=UTC)

    def relocated(self, deal: Deal) -> Deal:
        """*deal* with its time set by the server's clock."""
        return replace(deal, time=self.to_utc(deal.server_time))
