"""Accounts, symbols and quotes for tests of the engine, and the same profit by decimals alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from services.calc.conversion import Routes, Sided, is_own_rate, sided_rate
from services.calc.money import currency_digits, round_money
from services.calc.position_profit import closing_price, converted, move_value, stated_units, units_per_lot
from services.feed import ServerQuote
from services.live.account import LiveAccount, Realized
from services.live.engine import Engine
from services.model import ZERO, Account, CalcMode, MarginMode, Position, Side, Symbol, TradeMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TICKETS = count(1)
ONE = Sided(Decimal(1), Decimal(1))
Quotes = dict[str, tuple[Decimal, Decimal]]


def forex(name: str, digits: int = 5) -> Symbol:
    return Symbol(name, digits, Decimal(100_000), name[3:6], currency_base=name[:3], currency_margin=name[:3])


SYMBOLS = {
    item.name: item
    for item in (
        forex("EURUSD"),
        forex("GBPUSD"),
        forex("USDJPY", 3),
        forex("EURGBP"),
        forex("EURJPY", 3),
        forex("USDCHF"),
        Symbol("XAUUSD", 2, Decimal(100), "USD", CalcMode.CFD),
        Symbol("GDAXI", 1, Decimal(10), "EUR", CalcMode.CFDINDEX),
        Symbol("ES", 2, Decimal(50), "USD", CalcMode.FUTURES, Decimal("0.25"), Decimal("12.50")),
        Symbol("BUND", 2, Decimal(1), "EUR", CalcMode.EXCH_BONDS, face_value=Decimal(1_000)),
    )
}
QUOTES: Quotes = {
    "EURUSD": (Decimal("1.08510"), Decimal("1.08518")),
    "GBPUSD": (Decimal("1.27100"), Decimal("1.27112")),
    "USDJPY": (Decimal("157.571"), Decimal("157.577")),
    "EURGBP": (Decimal("0.85360"), Decimal("0.85371")),
    "EURJPY": (Decimal("170.981"), Decimal("170.992")),
    "USDCHF": (Decimal("0.95740"), Decimal("0.95758")),
    "XAUUSD": (Decimal("2310.10"), Decimal("2310.35")),
    "GDAXI": (Decimal("18450.1"), Decimal("18451.6")),
    "ES": (Decimal("5003.75"), Decimal("5004.00")),
    "BUND": (Decimal("98.40"), Decimal("98.43")),
}


def account(currency: str = "USD", *, server: str = "S", leverage: int | None = 100) -> Account:
    number = next(TICKETS)
    return Account(
        id=uuid4(),
        name=f"A{number}",
        login=str(number),
        server=server,
        company="",
        currency=currency,
        currency_digits=currency_digits(currency),
        margin_mode=MarginMode.HEDGING,
        trade_mode=TradeMode.REAL,
        server_zone="UTC",
        leverage=leverage,
    )


def position(symbol: str, side: Side, lots: str, opened: str, swap: str = "0", profit: str = "0") -> Position:
    return Position(
        position_id=next(TICKETS),
        symbol=symbol,
        side=side,
        volume=Decimal(lots),
        time=NOW,
        price_open=Decimal(opened),
        swap=Decimal(swap),
        profit=Decimal(profit),
    )


def live(
    owner: Account, *held: Position, balance: str = "10000", symbols: Mapping[str, Symbol] = SYMBOLS
) -> LiveAccount:
    amount = Decimal(balance)
    return LiveAccount(owner, amount, ZERO, Realized(), amount, held, dict(symbols), is_fed=True)


def engine(*accounts: LiveAccount, quotes: Quotes | None = None) -> Engine:
    made = Engine(lambda _base, _quote: None, stale_seconds=30)
    for one in accounts:
        made.put(one)
    tell(made, QUOTES if quotes is None else quotes)
    return made


def tell(made: Engine, quotes: Quotes, server: str = "S", time: datetime = NOW) -> None:
    made.take(
        [ServerQuote(server, name, time, float(bid), float(ask)) for name, (bid, ask) in quotes.items()], NOW
    )
    made.settle()
    made.check(time)


def exact_profit(
    owner: Account, held: Position, quotes: Quotes, symbols: Mapping[str, Symbol] = SYMBOLS
) -> Decimal:
    """The position's profit by decimals alone, rounded as it would be booked."""
    symbol, digits = symbols[held.symbol], owner.currency_digits
    price = closing_price(held.side, *quotes[held.symbol])
    units = units_per_lot(symbol)
    if units is None:
        stated = stated_units(symbol)
        assert stated is not None
        return converted(
            move_value(held.side, held.volume, held.price_open, price, Decimal(1)), stated, digits
        )
    amount = move_value(held.side, held.volume, held.price_open, price, units)
    if symbol.currency_profit == owner.currency:
        return converted(amount, ONE, digits)
    if is_own_rate(symbol, owner.currency):
        return round_money(amount / price, digits)
    factors = sided_rate(
        Routes(symbols.values()), quotes, symbol.currency_profit, owner.currency, lambda *_: None
    )
    assert factors is not None
    return converted(amount, factors, digits)


def exact_floating(one: LiveAccount, quotes: Quotes) -> Decimal:
    return sum((exact_profit(one.account, held, quotes) + held.swap for held in one.positions), ZERO)


def shifted(quotes: Quotes, moves: Iterable[int]) -> Quotes:
    """Quotes some points away."""
    moved = {}
    for (name, (bid, ask)), points in zip(quotes.items(), moves, strict=True):
        step = Decimal(points).scaleb(-SYMBOLS[name].digits)
        moved[name] = (bid + step, ask + step)
    return moved


def with_positions(one: LiveAccount, *held: Position) -> LiveAccount:
    return replace(one, positions=held)
