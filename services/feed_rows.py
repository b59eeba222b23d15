"""The shapes of what a broker says: an account, its deals and positions, its server's symbols."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from services.feed_fields import (
    Amount,
    Currency,
    Digits,
    EntryNumber,
    Leverage,
    Magic,
    MarginNumber,
    Name,
    ServerTime,
    SideNumber,
    Small,
    Text,
    Ticket,
    Time,
    TradeNumber,
)
from services.model import ZERO, Deal, DealEntry, Position, Symbol
from services.statement import StatedAccount


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
    digits: Digits
    contract_size: Amount
    currency_profit: Text
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
