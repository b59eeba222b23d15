"""A book for the live benchmarks: accounts with positions on thirty symbols, and quotes that move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from services.live.account import LiveAccount, Realized
from services.model import ZERO, Account, CalcMode, MarginMode, Position, Side, Symbol, TradeMode

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNTS, POSITIONS = 1_000, 20
SERVER = "Bench"
START = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN = ("EURUSD", "GBPUSD", "AUDUSD", "NZDUSD")
OWN = ("USDJPY", "USDCHF", "USDCAD", "USDSEK", "USDNOK", "USDPLN")
CROSS = ("EURGBP", "EURJPY", "GBPJPY", "AUDJPY", "EURCHF", "GBPCHF", "EURCAD", "AUDNZD")
METALS = ("XAUUSD", "XAGUSD")
INDICES = ("US500", "US100", "US30", "OIL", "GAS", "COPPER", "GER40", "FRA40", "JPN225", "UK100")
OF_INDEX = {"GER40": "EUR", "FRA40": "EUR", "JPN225": "JPY", "UK100": "GBP"}
LEVELS = {"JPY": 157.0, "CHF": 0.96, "CAD": 1.37, "SEK": 10.4, "NOK": 10.9, "PLN": 3.9}


@dataclass(frozen=True, slots=True)
class Book:
    """Accounts, their symbols, and where prices start."""

    accounts: tuple[LiveAccount, ...]
    symbols: dict[str, Symbol]
    prices: dict[str, float]

    def quotes(self, seed: int = 1) -> Iterator[list[tuple[str, float, float]]]:
        """Batch after batch of new quotes (symbol, bid, ask) for every symbol."""
        random = np.random.default_rng(seed)
        names, levels = list(self.prices), np.array(list(self.prices.values()))
        while True:
            levels = levels * np.exp(random.normal(0, 2e-5, levels.size))
            yield [(name, level, level * 1.00006) for name, level in zip(names, levels.tolist(), strict=True)]


def make_book(accounts: int = ACCOUNTS, positions: int = POSITIONS, seed: int = 7) -> Book:
    """The same book for the same numbers."""
    random = np.random.default_rng(seed)
    symbols = {symbol.name: symbol for symbol in _symbols()}
    prices = {name: _level(symbol) for name, symbol in symbols.items()}
    names = list(symbols)
    made = []
    for number in range(accounts):
        held = tuple(
            _position(number * positions + place, symbols[names[int(chosen)]], prices, random)
            for place, chosen in enumerate(random.integers(len(names), size=positions))
        )
        made.append(_account(number, held, symbols))
    return Book(tuple(made), symbols, prices)


def _symbols() -> Iterator[Symbol]:
    for name in (*PLAIN, *OWN, *CROSS):
        digits = 3 if name.endswith("JPY") else 5
        yield Symbol(
            name, digits, Decimal(100_000), name[3:], currency_base=name[:3], currency_margin=name[:3]
        )
    for name in METALS:
        yield Symbol(name, 2, Decimal(100), "USD", CalcMode.CFD)
    for name in INDICES:
        yield Symbol(name, 1, Decimal(10), OF_INDEX.get(name, "USD"), CalcMode.CFDINDEX)


def _level(symbol: Symbol) -> float:
    if symbol.calc_mode != CalcMode.FOREX:
        return 5_000.0
    base, quote = symbol.currency_base, symbol.currency_profit
    in_usd = {"USD": 1.0, "EUR": 1.085, "GBP": 1.271, "AUD": 0.66, "NZD": 0.61}
    return in_usd.get(base, 1.0) * LEVELS.get(quote, 1.0 / in_usd.get(quote, 1.0))


def _position(number: int, symbol: Symbol, prices: dict[str, float], random: np.random.Generator) -> Position:
    opened = prices[symbol.name] * (1 + random.normal(0, 0.002))
    return Position(
        position_id=number + 1,
        symbol=symbol.name,
        side=Side.BUY if random.random() < 0.5 else Side.SELL,
        volume=Decimal(int(random.integers(1, 50))) / 100,
        time=START,
        price_open=Decimal(f"{opened:.{symbol.digits}f}"),
    )


def _account(number: int, held: tuple[Position, ...], symbols: dict[str, Symbol]) -> LiveAccount:
    account = Account(
        id=UUID(int=number + 1),
        name=f"Account {number}",
        login=str(number),
        server=SERVER,
        company="",
        currency="USD",
        currency_digits=2,
        margin_mode=MarginMode.HEDGING,
        trade_mode=TradeMode.REAL,
        server_zone="UTC",
        leverage=100,
    )
    balance = Decimal(10_000)
    return LiveAccount(account, balance, ZERO, Realized(), balance, held, symbols, is_fed=True)
