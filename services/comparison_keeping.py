"""Comparisons of all accounts kept in the database, where a process that has just started finds them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.calc.period import PRESETS, Period

if TYPE_CHECKING:
    from services.comparing import Comparing
    from services.performance import Performance

NAME = "comparison/{preset}"


class ComparisonKeeping:
    """Keeps what stood still from one run to the next; what changes all the time would only be written."""

    def __init__(self, performance: Performance, comparing: Comparing) -> None:
        self._performance = performance
        self._comparing = comparing
        self._last: dict[str, str] = {}

    def fill(self, now: datetime | None = None) -> int:
        """Keep the comparison of each preset period; how many there were to keep."""
        accounts = self._performance.accounts()
        if len(accounts) < 2:  # noqa: PLR2004 - nothing to compare
            return 0
        zone, time = self._performance.zone_of(accounts), now or datetime.now(UTC)
        return sum(self._keep(preset, Period.parse(preset, zone=zone, now=time)) for preset in PRESETS)

    def _keep(self, preset: str, period: Period) -> bool:
        stamp = self._comparing.stamp(period)
        held_still, self._last[preset] = self._last.get(preset) == stamp.key, stamp.key
        name = NAME.format(preset=preset)
        if not held_still or self._comparing.is_kept(name, stamp):
            return False
        return self._comparing.keep(name, stamp)
