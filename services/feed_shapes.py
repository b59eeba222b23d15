"""The shapes of a feed batch that comes from outside: strict types, bounded lengths, no unknown fields."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from services.feed import AccountReport, FeedBatch, ServerClock, ServerQuote, StatedState
from services.feed_fields import Amount, Name, Offset, Price, Time, Zone
from services.feed_rows import AccountShape, DealShape, PositionShape, Shape, SymbolShape

VERSION = 1
MOST_DEALS, MOST_POSITIONS, MOST_SYMBOLS, MOST_QUOTES, MOST_REPORTS = 10_000, 5_000, 10_000, 20_000, 100


class StateShape(Shape):
    """An account as its broker states it at an instant."""

    makes = StatedState
    time: Time
    balance: Amount
    credit: Amount
    equity: Amount
    margin: Amount | None = None


class ClockShape(Shape):
    """What a server's clock was found to be."""

    makes = ServerClock
    since: Time
    zone: Zone
    offset_minutes: Offset


class QuoteShape(Shape):
    """A quote of a broker's server."""

    makes = ServerQuote
    server: Name
    symbol: Name
    time: Time
    bid: Price
    ask: Price


class ReportShape(Shape):
    """What is said of one account; no ticket occurs twice among its deals."""

    makes = AccountReport
    account: AccountShape
    deals: list[DealShape] = Field(default_factory=list, max_length=MOST_DEALS)
    positions: Annotated[list[PositionShape], Field(max_length=MOST_POSITIONS)] | None = None
    stated: StateShape | None = None
    symbols: list[SymbolShape] = Field(default_factory=list, max_length=MOST_SYMBOLS)
    server_zone: Zone | None = None
    server_offset: Offset | None = None
    clock: ClockShape | None = None

    @field_validator("deals")
    @classmethod
    def _tickets_differ(cls, deals: list[DealShape]) -> list[DealShape]:
        if len({deal.ticket for deal in deals}) < len(deals):
            raise ValueError("must not hold a ticket twice")
        return deals


class BatchShape(Shape):
    """A batch of a feed, oldest first."""

    makes = FeedBatch
    version: Literal[1]
    quotes: list[QuoteShape] = Field(default_factory=list, max_length=MOST_QUOTES)
    reports: list[ReportShape] = Field(default_factory=list, max_length=MOST_REPORTS)
    is_closed: bool = False
    asleep: list[Name] = Field(default_factory=list, max_length=MOST_SYMBOLS)
