"""Deals of the terminal: all of them at first, then a trailing window, told when new or changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.market._mt5_terminal import Row, Terminal

BEGINNING = datetime(1971, 1, 1, tzinfo=UTC)
WINDOW = timedelta(days=3)  # brokers change and add deals after the fact
AHEAD = BEHIND = timedelta(days=1)  # a server's clock may run ahead of UTC or behind it
RESCAN = timedelta(seconds=10)
AFTER_A_CHANGE = timedelta(seconds=5)  # a deal may appear after the balance that it moved
_TRADES, _IN = (0, 1), 0


class History:
    """What was told of an account's deals; *since* is how far back the first reading goes (None: all).

    Times are of the server's clock as if it were UTC; they need to be right to the day only.
    """

    def __init__(self, since: datetime | None) -> None:
        self._since = since
        self._read_at: datetime | None = None
        self._hurry_until: datetime | None = None
        self._told: dict[int, Row] = {}
        self._whole: set[int] = set()

    def hurry(self, now: datetime) -> None:
        """Read at once, and again for a few seconds: the account has changed."""
        self._hurry_until = now + AFTER_A_CHANGE

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to read."""
        if self._read_at is None or now - self._read_at >= RESCAN:
            return True
        return self._hurry_until is not None and now <= self._hurry_until

    def read(self, terminal: Terminal, now: datetime) -> list[Row]:
        """Deals that are new or changed since they were told, oldest first."""
        start = self._start(now)
        found = {row["ticket"]: row for row in terminal.deals(start, now + AHEAD)}
        for position_id in self._orphans([] if start == BEGINNING else list(found.values())):
            found |= {row["ticket"]: row for row in terminal.deals_of(position_id)}
            self._whole.add(position_id)
        news = [row for ticket, row in found.items() if self._told.get(ticket) != row]
        self._told, self._read_at = found, now
        return sorted(news, key=lambda row: (row["time_msc"], row["ticket"]))

    def _start(self, now: datetime) -> datetime:
        if self._read_at is None:
            return self._since or BEGINNING
        return min(now, self._read_at) - WINDOW - BEHIND

    def _orphans(self, rows: Sequence[Row]) -> list[int]:
        """Positions whose exit is among the rows and whose entry is not."""
        traded = [row for row in rows if row["type"] in _TRADES and row["position_id"]]
        entered = {row["position_id"] for row in traded if row["entry"] == _IN}
        left = {row["position_id"] for row in traded if row["entry"] != _IN}
        return sorted(left - entered - self._whole)
