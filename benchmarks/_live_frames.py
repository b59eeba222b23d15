"""Frames for benchmarks: 100 accounts of which one column moves with every frame."""

from __future__ import annotations

import time

import orjson

from services.live.frame import COLUMNS, AccountEntry, Market, MarketState, PnlFrame, StateFrame, Values

ACCOUNTS = 100
PLACES = list(range(ACCOUNTS))


def microseconds() -> int:
    """The clock of the machine, the same in all its processes."""
    return time.monotonic_ns() // 1000


class Frames:
    """One state and then frames that follow on each other; their times are those of `microseconds`."""

    def __init__(self, accounts: int = ACCOUNTS) -> None:
        self.seq = 1
        self._accounts = accounts

    def state(self) -> StateFrame:
        """Everything."""
        entries = tuple(
            AccountEntry(f"00000000-0000-4000-8000-{number:012d}", f"Account {number}", str(number), "USD", 2)
            for number in range(self._accounts)
        )
        values: dict[str, Values] = {name: [1_000_000] * self._accounts for name in COLUMNS}
        return StateFrame(self.seq, microseconds(), Market("simulated", MarketState.LIVE), entries, values)

    def next(self) -> PnlFrame:
        """A new floating profit for 100 accounts."""
        self.seq += 1
        return PnlFrame(self.seq, microseconds(), {"unrealized_pnl": (PLACES, profits(self.seq))})


def profits(seed: int) -> Values:
    """Profits of 100 accounts of a few hundred to a few thousand, as minor units."""
    return [(seed * 7919 + place * 104_729) % 600_000 - 300_000 for place in PLACES]


def text() -> str:
    """The same frame as text, for servers that know no frames."""
    now = microseconds()
    data = {"unrealized_pnl": [PLACES, profits(now)]}
    return orjson.dumps(
        {"type": "pnl_update", "seq": now, "timestamp": now, "data": data, "ticks": []}
    ).decode()
