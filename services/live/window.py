"""The time that the chart of the live page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from datetime import datetime

WINDOWS = (("15m", "15 min", 15), ("1h", "1 h", 60), ("today", "Today", None))
MINUTES = {name: minutes for name, _, minutes in WINDOWS}
DEFAULT_WINDOW = "1h"


def window_start(window: str, zone: str, now: datetime) -> datetime:
    """When the time that is shown begins; today begins at midnight of *zone*."""
    minutes = MINUTES[window]
    if minutes is not None:
        return now - timedelta(minutes=minutes)
    clock = server_zone(zone)
    return clock.day_start(clock.to_server(now))
