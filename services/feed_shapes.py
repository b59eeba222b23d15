"""The shapes of a feed batch that comes from outside: strict types, bounded lengths, no unknown fields.

Each shape makes the value of the same fields.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.feed import AccountReport, FeedBatch, ServerClock, ServerQuote, StatedState
from services.feed_fields import (
    Amount,
    Currency,
    EntryNumber,
    Leverage,
    Magic,
    MarginNumber,
    Name,
    Offset,
    Price,
    ServerTime,
    SideNumber,
    Small,
    Text,
    Ticket,
    Time,
    TradeNumber,
    Zone,
)
from services.model import ZERO, Deal, DealEntry, Position, Symbol
from services.statement import StatedAccount

VERSION = 1
MOST_DEALS, MOST_POSITIONS, MOST_SYMBOLS, MOST_QUOTES, MOST_REPORTS = 10_000, 5_000, 10_000, 20_000, 100


class Shape(BaseModel):
    """Base of all shapes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    makes: ClassVar[type[Any]]

    def value(self) -> Any:  # noqa: ANN401 - each shape makes a value of its own class
        """The value of these fields."""
        return self.makes(
            **{name: _value(getattr(self, name)) for name in type(self).model_fields if name != "version"}
        )


def _value(part: object) -> object:
    if isinstance(part, Shape):
        return part.value()
    return tuple(map(_value, part)) if isinstance(part, list) else part


class AccountShape(Shape):
    """An account as its broker names it."""

    makes = StatedAccount
    login: Name
    currency: Currency
    name: Text = ""
    server: Name
    company: Text = ""
    margin_mode: MarginNumber | None = None
    trade_mode: TradeNumber | None = None
    leverage: Leverage | None = None


class DealShape(Shape):
    """A deal; costs are negative when paid."""

    makes = Deal
    ticket: Ticket
    time: Time
    server_time: ServerTime
    type: Small
    entry: EntryNumber = DealEntry.IN
    order: Ticket = 0
    position_id: Ticket = 0
    symbol: Text = ""
    volume: Amount = ZERO
    price: Amount = ZERO
    commission: Amount = ZERO
    swap: Amount = ZERO
    profit: Amount = ZERO
    fee: Amount = ZERO
    magic: Magic = 0
    reason: Small = 0
    comment: Text = ""
    external_id: Text = ""


class PositionShape(Shape):
    """An open position; its profit excludes swap."""

    makes = Position
    position_id: Ticket
    symbol: Name
    side: SideNumber
    volume: Amount
    time: Time
    price_open: Amount
    price_current: Amount | None = None
    stop_loss: Amount | None = None
    take_profit: Amount | None = None
    swap: Amount = ZERO
    profit: Amount = ZERO
    magic: Magic = 0
    comment: Text = ""


class SymbolShape(Shape):
    """What a server says of a symbol."""

    makes = Symbol
    name: Name
    digits: Annotated[int, Field(ge=0, le=16)]
    contract_size: Amount
    currency_profit: Currency
    calc_mode: Small = 0
    tick_size: Amount | None = None
    tick_value: Amount | None = None
    tick_value_profit: Amount | None = None
    tick_value_loss: Amount | None = None
    currency_base: Text = ""
    currency_margin: Text = ""
    margin_initial: Amount = ZERO
    face_value: Amount = ZERO
    accrued_interest: Amount = ZERO
    liquidity_rate: Amount = ZERO
    description: Text = ""


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
    deals: Annotated[list[DealShape], Field(max_length=MOST_DEALS)] = []
    positions: Annotated[list[PositionShape], Field(max_length=MOST_POSITIONS)] | None = None
    stated: StateShape | None = None
    symbols: Annotated[list[SymbolShape], Field(max_length=MOST_SYMBOLS)] = []
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
    quotes: Annotated[list[QuoteShape], Field(max_length=MOST_QUOTES)] = []
    reports: Annotated[list[ReportShape], Field(max_length=MOST_REPORTS)] = []
    is_closed: bool = False
    asleep: Annotated[list[Name], Field(max_length=MOST_SYMBOLS)] = []
