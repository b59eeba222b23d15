"""What the ledger booked, as taxes read it: results by day, and the deals of what is property."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID


class TradeDay(NamedTuple):
    """What trades of a symbol booked on a day of the zone that rules, in the account's currency.

    `exits` are the deals that closed something; costs and swap are negative when paid.
    """

    account: UUID
    symbol: str
    day: date
    exits: int
    profit: Decimal
    costs: Decimal
    swap: Decimal


class TaxDeal(NamedTuple):
    """A buy or sell; `is_date` says that its time is a day only, `day` is the trade date.

    `place` orders the deals of one instant.
    """

    account: UUID
    ticket: int
    time: datetime
    is_date: bool
    day: date
    type: int
    entry: int
    order: int
    position: int
    symbol: str
    volume: Decimal
    price: Decimal
    costs: Decimal
    external_id: str
    place: int
