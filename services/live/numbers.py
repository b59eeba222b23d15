"""What the live parts count, for health and metrics; it travels with whole states to other processes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedNumbers:
    """The leader's: accounts and open positions it values, quotes it refused since it leads, by reason.

    `fed_at` is when the feed was well last, in milliseconds since 1970; None before its first quote.
    """

    accounts: int
    positions: int
    refused: dict[str, int]
    fed_at: int | None = None


@dataclass(frozen=True, slots=True)
class StreamState:
    """What the stream has done since its start; `dropped` counts closed connections by reason.

    `lost` counts messages that slow clients did not get, because the whole state came in their place.
    """

    is_alive: bool
    seq: int
    clients: int
    frames: int
    gaps: int
    delivered: int
    lost: int
    dropped: dict[str, int]
