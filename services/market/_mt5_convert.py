"""Rows of the terminal as values of ours: floats become the decimals that were meant, 0 what is not set."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.feed import StatedState
from services.model import Deal, DealEntry, MarginMode, Position, Side, Symbol, TradeMode
from services.statement import StatedAccount

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.market._mt5_terminal import Row

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the server's clock has no zone
LONGEST = 256
VOLUME_DIGITS = 8
NOISE = Decimal("0.000001")


def number(value: float) -> Decimal:
    """The decimal that a float stands for, without the noise of its last digits.

    >>> number(0.1 + 0.2), number(100000.0), number(1e-05)
    (Decimal('0.3'), Decimal('100000'), Decimal('0.00001'))
    """
    return Decimal(format(Decimal(f"{value:.15g}"), "f"))


def money(value: float, digits: int) -> Decimal:
    """An amount in its currency's digits; zero has no sign."""
    return round_money(Decimal(repr(float(value))), digits) + 0


def volume(value: float, step: float) -> Decimal:
    """Lots, as the multiple of the symbol's step that they are, or with 8 digits when they are none.

    >>> volume(0.30000001, 0.1), volume(0.05, 0.1), volume(0.1 + 0.2, 0.0)
    (Decimal('0.3'), Decimal('0.05'), Decimal('0.3'))
    """
    lots = number(value)
    if step > 0:
        size = number(step)
        whole = (lots / size).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * size
        if abs(whole - lots) <= size * NOISE:
            return whole
    return number(round(value, VOLUME_DIGITS))


def text(value: object) -> str:
    """Text without what cannot be printed, in bounds."""
    return "".join(sign for sign in str(value) if sign.isprintable())[:LONGEST]


def shown_time(milliseconds: int) -> datetime:
    """What the server's clock showed (naive)."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def account_of(row: Row) -> StatedAccount:
    """AccountInfo's account."""
    return StatedAccount(
        login=str(row["login"]),
        currency=text(row["currency"]),
        name=text(row["name"]),
        server=text(row["server"]),
        company=text(row["company"]),
        margin_mode=dict(enumerate(MarginMode)).get(row["margin_mode"]),
        trade_mode=dict(enumerate(TradeMode)).get(row["trade_mode"]),
        leverage=row["leverage"] or None,
    )


def state_of(row: Row, now: datetime) -> StatedState:
    """AccountInfo's state at *now*."""
    digits = row["currency_digits"]
    balance, credit, equity, margin = (
        money(row[name], digits) for name in ("balance", "credit", "equity", "margin")
    )
    return StatedState(now, balance, credit, equity, margin)


def deal_of(row: Row, to_utc: Callable[[datetime], datetime], *, digits: int, step: float) -> Deal:
    """TradeDeal's deal; an entry that MetaTrader does not list counts as an exit, so that its money stays."""
    server_time = shown_time(row["time_msc"])
    listed = row["entry"] in tuple(DealEntry)
    return Deal(
        ticket=row["ticket"],
        time=to_utc(server_time),
        server_time=server_time,
        type=row["type"],
        entry=DealEntry(row["entry"]) if listed else DealEntry.OUT,
        order=row["order"],
        position_id=row["position_id"],
        symbol=text(row["symbol"]),
        volume=volume(row["volume"], step),
        price=number(row["price"]),
        commission=money(row["commission"], digits),
        swap=money(row["swap"], digits),
        profit=money(row["profit"], digits),
        fee=money(row["fee"], digits),
        magic=row["magic"],
        reason=row["reason"],
        comment=text(row["comment"]),
        external_id=text(row["external_id"]),
    )


def position_of(row: Row, to_utc: Callable[[datetime], datetime], *, digits: int, step: float) -> Position:
    """TradePosition's position; a stop or target of 0 is none."""
    current, stop, target = (number(row[name]) or None for name in ("price_current", "sl", "tp"))
    return Position(
        position_id=row["identifier"],
        symbol=text(row["symbol"]),
        side=list(Side)[row["type"]],
        volume=volume(row["volume"], step),
        time=to_utc(shown_time(row["time_msc"])),
        price_open=number(row["price_open"]),
        price_current=current,
        stop_loss=stop,
        take_profit=target,
        swap=money(row["swap"], digits),
        profit=money(row["profit"], digits),
        magic=row["magic"],
        comment=text(row["comment"]),
    )


def symbol_of(row: Row) -> Symbol:
    """SymbolInfo's symbol; a tick size or value of 0 is not stated."""
    size, value, gain, loss = (
        number(row[f"trade_tick_{name}"]) or None for name in ("size", "value", "value_profit", "value_loss")
    )
    return Symbol(
        name=text(row["name"]),
        digits=row["digits"],
        contract_size=number(row["trade_contract_size"]),
        currency_profit=text(row["currency_profit"]),
        calc_mode=row["trade_calc_mode"],
        tick_size=size,
        tick_value=value,
        tick_value_profit=gain,
        tick_value_loss=loss,
        currency_base=text(row["currency_base"]),
        currency_margin=text(row["currency_margin"]),
        margin_initial=number(row["margin_initial"]),
        face_value=number(row["trade_face_value"]),
        accrued_interest=number(row["trade_accrued_interest"]),
        liquidity_rate=number(row["trade_liquidity_rate"]),
        description=text(row["description"]),
    )
