"""An account's statement: every deal of a period with the balance after it, from opening to closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.deal_class import deal_class
from services.calc.ledger import LedgerTotals, ledger_totals
from services.calc.round_trips import round_trips
from services.model import ZERO, DealClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.model import Account, Deal, Side


@dataclass(frozen=True, slots=True)
class Line:
    """A deal, and the balance after it; credit does not move the balance."""

    deal: Deal
    kind: DealClass
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """A position that is open at the end; `floating` (swap included) is None where nobody states it."""

    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    time: datetime
    price_open: Decimal
    floating: Decimal | None


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """A period of an account: opening + everything booked = closing, to the cent.

    `profit`, `commission`, `swap` and `fee` are those of trades, `totals` the cash by what it is.
    """

    account: Account
    opening: Decimal
    closing: Decimal
    totals: LedgerTotals
    profit: Decimal
    commission: Decimal
    swap: Decimal
    fee: Decimal
    lines: tuple[Line, ...]
    held: tuple[Held, ...]


def account_statement(record: TrackRecord, period: Period) -> AccountStatement:
    """The statement of a period."""
    account = record.account
    before = [deal for deal in record.deals if period.start is not None and deal.time < period.start]
    inside = record.deals_in(period)
    opening = account.opening_balance + ledger_totals(before).balance_change
    lines = _lines(inside, opening)
    trades = [line.deal for line in lines if line.kind is DealClass.TRADE]
    return AccountStatement(
        account=account,
        opening=opening,
        closing=lines[-1].balance if lines else opening,
        totals=ledger_totals(inside),
        profit=sum((deal.profit for deal in trades), ZERO),
        commission=sum((deal.commission for deal in trades), ZERO),
        swap=sum((deal.swap for deal in trades), ZERO),
        fee=sum((deal.fee for deal in trades), ZERO),
        lines=lines,
        held=_held(record, period, [*before, *inside]),
    )


def _lines(deals: Sequence[Deal], opening: Decimal) -> tuple[Line, ...]:
    balance, found = opening, []
    for deal in deals:
        kind = deal_class(deal)
        balance += ZERO if kind is DealClass.CREDIT else deal.cash
        found.append(Line(deal, kind, balance))
    return tuple(found)


def _held(record: TrackRecord, period: Period, deals: Sequence[Deal]) -> tuple[Held, ...]:
    """What is open at the end: as stated while the period goes on until now, else as its deals leave it."""
    last = record.ledger.deals.last
    if last is not None and last < period.end:
        return tuple(
            Held(
                held.position_id,
                held.symbol,
                held.side,
                held.volume,
                held.time,
                held.price_open,
                None if held.price_current is None else held.profit + held.swap,
            )
            for held in record.positions
        )
    left = round_trips(deals, digits=record.account.currency_digits).open
    return tuple(
        Held(one.position_id, one.symbol, one.side, one.volume, one.time, one.price_open, None)
        for one in left
    )
