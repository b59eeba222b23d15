"""The clock of a broker's server: its zone from measured offsets, and UTC from what the clock showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import DEFAULT_ZONE, ZONES, server_zone
from services.feed import ServerClock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HOUR = 60


class ServerClocks:
    """What is known of one server's clock; until it is measured, the *assumed* zone serves.

    Times before the first measurement are read by the zone that was found first, so that a clock which is
    changed later never moves what was booked before.
    """

    def __init__(self, known: Iterable[ServerClock] = (), assumed: str | None = None) -> None:
        self._known = list(known)
        self.assumed = assumed or DEFAULT_ZONE

    @property
    def is_known(self) -> bool:
        """Whether the clock has ever been measured."""
        return bool(self._known)

    @property
    def zone(self) -> str:
        """The zone of now."""
        return self._known[-1].zone if self._known else self.assumed

    def is_as_known(self, offset_minutes: int, now: datetime) -> bool:
        """Whether this says nothing that was not kept before."""
        if not self._known or self._known[-1].offset_minutes != offset_minutes:
            return False
        return fits(self.zone, offset_minutes, now)

    def measure(self, offset_minutes: int, now: datetime) -> ServerClock | None:
        """Take in how far the clock is ahead of UTC *now*; what is to be kept of it, None when nothing."""
        if self.is_as_known(offset_minutes, now):
            return None
        seen = [(clock.since, clock.offset_minutes) for clock in self._known]
        found = ServerClock(now, likeliest_zone([*seen, (now, offset_minutes)], self.zone), offset_minutes)
        self._known.append(found)
        return found

    def to_utc(self, server_time: datetime) -> datetime:
        """Aware UTC of what the clock showed (naive)."""
        for clock in reversed(self._known[1:]):
            time = server_zone(clock.zone).to_utc(server_time)
            if time >= clock.since:
                return time
        zone = self._known[0].zone if self._known else self.assumed
        return server_zone(zone).to_utc(server_time)


def fits(zone: str, offset_minutes: int, time: datetime) -> bool:
    """Whether a clock of *zone* is that far ahead of UTC at *time*."""
    shown = server_zone(zone).to_server(time)
    return shown - time.astimezone(UTC).replace(tzinfo=None) == timedelta(minutes=offset_minutes)


def likeliest_zone(seen: Sequence[tuple[datetime, int]], preferred: str) -> str:
    """The zone that explains what was measured: (time, minutes ahead of UTC), oldest first.

    The *preferred* one when it does, else the commonest of brokers' clocks; where no zone explains all of
    it, one that explains the last.
    """
    names = dict.fromkeys([preferred, *(name for name, _ in ZONES)])
    for measured in (seen, seen[-1:]):
        for name in names:
            if all(fits(name, offset, time) for time, offset in measured):
                return name
    return fixed_zone(seen[-1][1])


def fixed_zone(offset_minutes: int) -> str:
    """The name of the clock that is always so far ahead of UTC.

    >>> fixed_zone(330), fixed_zone(-120), fixed_zone(0)
    ('UTC+5:30', 'UTC-2', 'UTC')
    """
    hours, minutes = divmod(abs(offset_minutes), _HOUR)
    sign = "-" if offset_minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{minutes:02d}' if minutes else ''}" if offset_minutes else "UTC"
