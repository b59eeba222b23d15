"""What a market feed is: where quotes, deals, positions and account states come from.

A feed is a public module of `services.market` with `open_feed(host) -> Feed`; the setting
MARKET_DATA_PROVIDER names the module. The leader polls it from one thread, books what it reports, and closes
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from services.model import Account, Deal, Position, Symbol
    from services.settings import Settings
    from services.statement import StatedAccount


@dataclass(frozen=True, slots=True)
class ServerQuote:
    """A quote as one broker's server gives it; `bid` and `ask` may be anything, the engine checks them."""

    server: str
    symbol: str
    time: datetime
    bid: float
    ask: float


@dataclass(frozen=True, slots=True)
class StatedState:
    """An account as its broker states it at an instant (aware UTC), in its currency."""

    time: datetime
    balance: Decimal
    credit: Decimal
    equity: Decimal
    margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ServerClock:
    """What a server's clock was found to be from an instant (aware UTC) on, until the next one.

    `offset_minutes` is how far it was ahead of UTC when it was measured.
    """

    since: datetime
    zone: str
    offset_minutes: int


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What a feed says of one account.

    `deals` (aware UTC, with the server's clock beside it) may repeat what was told before; `positions` are
    all that are open, None when the feed does not say; `symbols` are those of the account's server.
    `server_zone` is the zone of the server's clock where the feed has found it out; `clock` is told once,
    when it is found or found to have changed, and is to be kept. `server_offset` (minutes ahead of UTC) is
    what an agent measured: the times of deals and positions are then the server's clock minus it, and the
    agent feed sets them right by the zone.
    """

    account: StatedAccount
    deals: tuple[Deal, ...] = ()
    positions: tuple[Position, ...] | None = None
    stated: StatedState | None = None
    symbols: tuple[Symbol, ...] = ()
    server_zone: str | None = None
    server_offset: int | None = None
    clock: ServerClock | None = None


@dataclass(frozen=True, slots=True)
class FeedBatch:
    """What came since the last poll, oldest first."""

    quotes: tuple[ServerQuote, ...] = ()
    reports: tuple[AccountReport, ...] = ()
    is_closed: bool = False
    """Whether the whole market sleeps, so that no quote is expected."""
    asleep: tuple[str, ...] = ()
    """Symbols whose session is over, so that their last price is the newest there can be."""


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account of ours with what it holds, for feeds that move it by themselves."""

    account: Account
    balance: Decimal
    positions: tuple[Position, ...]
    symbols: dict[str, Symbol]
    last_ticket: int


class FeedHost(Protocol):
    """What the product tells a feed."""

    settings: Settings

    def held(self, *, demo: bool) -> Sequence[HeldAccount]:
        """Our demo accounts, or the others, as they stand."""

    def last_deal(self, login: str, server: str) -> datetime | None:
        """The time of the newest deal we have of an account; None when we have none."""

    def clocks(self, server: str) -> Sequence[ServerClock]:
        """What was found of a server's clock so far, oldest first."""

    def rate(self, base: str, quote: str) -> float | None:
        """Units of *quote* for one *base* by the newest daily rate; None when nobody knows."""

    def take_pushed(self) -> Sequence[FeedBatch]:
        """What agents have pushed since the last call, oldest first; each is handed out once."""


class Feed(Protocol):
    """A source; it may raise FeedUnavailableError, and is polled again after a while."""

    name: str
    seconds: float
    """How long to wait between two polls."""
    is_queue: bool
    """Whether a poll takes what it answers off a queue: then what it answered is booked before the next."""

    def poll(self, now: datetime) -> FeedBatch:
        """What is new at *now*; must not wait longer than a few seconds."""

    def close(self) -> None:
        """Let go of what it holds; closing twice does nothing."""
