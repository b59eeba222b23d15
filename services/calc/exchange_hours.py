"""The clock of fills of American shares, told by the hours in which their exchanges are open."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

HOURS = (  # with a quarter of an hour for what the close still fills
    ("America/New_York", time(9, 30), time(16, 15)),
    ("NY+7", time(16, 30), time(23, 15)),
    ("UTC", time(13, 30), time(21, 15)),
)


def exchange_clock(fills: Iterable[datetime]) -> tuple[str, str] | None:
    """The zone by which all *fills* (naive) lie within the hours of the exchange, and that as a sentence.

    >>> from datetime import datetime
    >>> exchange_clock([datetime(2025, 3, 3, 9, 31), datetime(2025, 3, 4, 15, 59)])
    ('America/New_York', 'Fills of shares from 09:31 to 15:59 look like America/New_York.')
    >>> exchange_clock([datetime(2025, 3, 3, 3, 15)]) is None
    True
    """
    times = sorted(fill.time() for fill in fills)
    for name, opens, closes in HOURS:
        if times and opens <= times[0] and times[-1] <= closes:
            return name, f"Fills of shares from {times[0]:%H:%M} to {times[-1]:%H:%M} look like {name}."
    return None
