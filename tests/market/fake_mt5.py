"""A stand-in for the MetaTrader5 package: the same names, structs and habits over a scripted account.

Like the real one it answers None on an error (then `last_error()` says why), `()` for nothing, tells times by
the server's clock as if that were UTC, and takes `ticket=` of deals for the ticket of their order.
"""

# ruff: noqa: ARG002 - the signatures are the package's

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tests.market.fake_structs import STRUCTS, Struct, chosen, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
NO_IPC, TIMEOUT, FAILED, NOT_FOUND, AUTH = -10004, -10005, -1, -4, -6
TEXTS = {NO_IPC: "No IPC connection", TIMEOUT: "IPC timeout", FAILED: "Terminal: Call failed",
         NOT_FOUND: "Terminal: Not found", AUTH: "Terminal: Authorization failed"}  # fmt: skip
OK = (1, "Success")
TRADING = (
    "order_send", "order_check", "Buy", "Sell", "Close", "market_book_add", "market_book_get",
    "market_book_release", "order_calc_margin", "order_calc_profit",
)  # fmt: skip
PAIRS = (
    ("EURUSD", "EUR", "USD", 5, 100_000.0), ("USDJPY", "USD", "JPY", 3, 100_000.0),
    ("GBPUSD", "GBP", "USD", 5, 100_000.0), ("XAUUSD", "XAU", "USD", 2, 100.0),
    ("EURGBP", "EUR", "GBP", 5, 100_000.0),
)  # fmt: skip
PRICES = {"EURUSD": 1.1, "USDJPY": 150.0, "GBPUSD": 1.3, "XAUUSD": 2400.0, "EURGBP": 0.85}


class FakeMT5:
    """One terminal with one account; *clock* gives the seconds since 1970 in UTC."""

    def __init__(self, clock: Callable[[], float] = time.time, *, login: int = 1001) -> None:
        self.clock = clock
        self.server_offset = 120
        self.latency = 0.0
        self.calls: list[str] = []
        self.meanwhile: dict[str, Callable[[], object]] = {}  # what happens once, just before a call
        self.is_up, self.can_start, self.is_online = False, True, True
        self.account: dict[str, Any] = {
            "login": login, "trade_mode": 0, "leverage": 100, "margin_mode": 2, "currency_digits": 2,
            "trade_allowed": False, "credit": 0.0, "margin": 0.0, "name": "Fake", "server": "Fake-Server",
            "currency": "USD", "company": "Fake Markets",
        }  # fmt: skip
        self.symbols = {
            name: filled(
                "SymbolInfo", name=name, digits=digits, currency_base=base, currency_profit=profit,
                currency_margin=base, trade_contract_size=size, volume_step=0.01, visible=True, select=True,
                trade_tick_size=10.0**-digits, description=f"{base} in {profit}",
            )
            for name, base, profit, digits, size in PAIRS
        }  # fmt: skip
        self.ticks: dict[str, dict[str, Any]] = {}
        self.deals: list[dict[str, Any]] = []
        self.positions: dict[int, dict[str, Any]] = {}
        self._error = OK
        self._failures: list[int] = []
        self._ticket = 100

    @property
    def now_msc(self) -> int:
        """What the server's clock shows, in milliseconds as if it were UTC."""
        return int(self.clock() * 1000) + self.server_offset * 60_000

    def quote(self, symbol: str, bid: float | None = None) -> None:
        """A new tick; positions of the symbol follow it."""
        bid = PRICES[symbol] if bid is None else bid
        ask = bid + 2 * 10.0 ** -self.symbols[symbol]["digits"]
        shown = self.now_msc
        self.ticks[symbol] = filled("Tick", time=shown // 1000, time_msc=shown, bid=bid, ask=ask, flags=6)
        for held in self.positions.values():
            if held["symbol"] == symbol:
                held["price_current"] = bid if held["type"] == 0 else ask
                move = (held["price_current"] - held["price_open"]) * (1 - 2 * held["type"])
                held["profit"] = round(move * held["volume"] * self.symbols[symbol]["trade_contract_size"], 2)

    def tick_all(self) -> None:
        """A new tick of every symbol at the price it has."""
        for symbol in self.symbols:
            self.quote(symbol, self.ticks[symbol]["bid"] if symbol in self.ticks else None)

    def deposit(self, amount: float) -> int:
        """A balance deal; its ticket."""
        return self._deal(type=2, profit=amount, comment="Deposit")

    def open(
        self, symbol: str = "EURUSD", volume: float = 0.1, *, side: int = 0, commission: float = -0.7
    ) -> int:
        """A position; its id."""
        order, price = self._next(), PRICES[symbol]
        self._deal(
            type=side, order=order, position_id=order, symbol=symbol, volume=volume, price=price,
            commission=commission,
        )  # fmt: skip
        shown = self.now_msc
        self.positions[order] = filled(
            "TradePosition", ticket=order, identifier=order, time=shown // 1000, time_msc=shown, type=side,
            volume=volume, price_open=price, price_current=price, symbol=symbol,
        )  # fmt: skip
        return order

    def close(self, position_id: int, profit: float, *, swap: float = 0.0) -> int:
        """The position's exit; the ticket of its deal."""
        held = self.positions.pop(position_id)
        return self._deal(
            type=1 - held["type"], entry=1, order=self._next(), position_id=position_id, swap=swap,
            symbol=held["symbol"], volume=held["volume"], price=held["price_current"], profit=profit,
        )  # fmt: skip

    def late_deal(self, amount: float, *, hours: float) -> int:
        """A commission that appears now under a time some hours ago; its ticket."""
        return self._deal(hours, type=7, profit=amount, comment="Late")

    def cancel_deal(self, ticket: int) -> None:
        """The broker takes a buy or a sell back: another type, no profit."""
        for deal in self.deals:
            if deal["ticket"] == ticket:
                deal |= {"type": deal["type"] + 13, "profit": 0.0}

    def fail_next(self, code: int = FAILED, times: int = 1) -> None:
        """Let the next calls answer None with this error."""
        self._failures += [code] * times

    def fail_after(self, calls: int, code: int) -> None:
        """Let one call answer None with this error, after some that are answered."""
        self._failures += [0] * calls + [code]

    def disconnect(self, *, can_start: bool = True) -> None:
        """End the terminal; `initialize` brings it back unless it can't start."""
        self.is_up, self.can_start = False, can_start

    def _next(self) -> int:
        self._ticket += 1
        return self._ticket

    def _deal(self, hours_ago: float = 0.0, **values: Any) -> int:
        shown = self.now_msc - int(hours_ago * 3_600_000)
        ticket = self._next()
        self.deals.append(filled("TradeDeal", ticket=ticket, time=shown // 1000, time_msc=shown, **values))
        return ticket

    def initialize(self, *path: str, **options: Any) -> bool:
        """Whether the terminal is there."""
        self._begin("initialize")
        if self._fails():
            return False
        self.is_up = self.can_start
        self._error = OK if self.is_up else (-10003, "IPC initialize failed, Process create failed")
        return self.is_up

    def login(self, login: int, **options: Any) -> bool | None:
        """Whether the account is logged in to."""
        return self._answer("login", lambda: bool(login == self.account["login"]))

    def shutdown(self) -> None:
        """Let go."""
        self._begin("shutdown")
        self.is_up = False

    def last_error(self) -> tuple[int, str]:
        """Why the last call failed."""
        return self._error

    def version(self) -> tuple[int, int, str] | None:
        """The terminal's."""
        return self._answer("version", lambda: (500, 6231, "1 Nov 2026"))

    def terminal_info(self) -> Struct | None:
        """TerminalInfo."""
        return self._struct("TerminalInfo", lambda: {"connected": self.is_online})

    def account_info(self) -> Struct | None:
        """AccountInfo, derived from deals and positions."""
        return self._struct("AccountInfo", self._account)

    def symbols_get(self, group: str = "*") -> tuple[Struct, ...] | None:
        """SymbolInfo of the symbols that the masks choose."""
        return self._structs("symbols_get", "SymbolInfo", self.symbols.values(), group, "name")

    def symbol_info(self, symbol: str) -> Struct | None:
        """SymbolInfo."""
        return self._struct("SymbolInfo", lambda: self.symbols.get(symbol), "symbol_info")

    def symbol_info_tick(self, symbol: str) -> Struct | None:
        """Tick."""
        return self._struct("Tick", lambda: self.ticks.get(symbol), "symbol_info_tick")

    def symbol_select(self, symbol: str, enable: bool = True) -> bool | None:  # noqa: FBT002 - the package's
        """Whether the symbol is followed."""
        return self._answer("symbol_select", lambda: symbol in self.symbols)

    def positions_get(self, symbol: str = "", group: str = "*", ticket: int = 0) -> tuple[Struct, ...] | None:
        """TradePosition."""
        held = [
            row for row in self.positions.values()
            if symbol in ("", row["symbol"]) and ticket in (0, row["ticket"])
        ]  # fmt: skip
        return self._structs("positions_get", "TradePosition", held, group)

    def positions_total(self) -> int | None:
        """How many are open."""
        return self._answer("positions_total", lambda: len(self.positions))

    def history_deals_get(
        self, *window: datetime | int, group: str = "*", **key: int
    ) -> tuple[Struct, ...] | None:
        """TradeDeal in a window, or of an order (`ticket=`), or of a position."""
        found = [row for row in self.deals if self._is_asked(row, window, key)]
        return self._structs("history_deals_get", "TradeDeal", found, group)

    def history_deals_total(self, *window: datetime | int) -> int | None:
        """How many are in a window."""
        found = [row for row in self.deals if self._is_asked(row, window, {})]
        return self._answer("history_deals_total", lambda: len(found))

    def history_orders_get(self, *window: datetime | int, **key: Any) -> tuple[Struct, ...] | None:
        """TradeOrder: none."""
        return self._structs("history_orders_get", "TradeOrder", ())

    def orders_get(self, **key: Any) -> tuple[Struct, ...] | None:
        """TradeOrder: none."""
        return self._structs("orders_get", "TradeOrder", ())

    def copy_ticks_from(self, symbol: str, *_: object) -> tuple[Struct, ...] | None:
        """The one tick that is known."""
        return self._structs("copy_ticks_from", "Tick", [self.ticks[symbol]] if symbol in self.ticks else ())

    def __getattr__(self, name: str) -> Any:
        if name not in TRADING:
            raise AttributeError(name)

        def trade(*_: object, **__: object) -> None:
            raise AssertionError(f"{name} trades and was called")

        return trade

    @staticmethod
    def _is_asked(row: dict[str, Any], window: tuple[datetime | int, ...], key: dict[str, int]) -> bool:
        if key:
            name, value = next(iter(key.items()))
            return bool(row[{"ticket": "order", "position": "position_id"}[name]] == value)
        first, last = (_epoch(edge) for edge in window)
        return bool(first <= row["time"] <= last)

    def _account(self) -> dict[str, Any]:
        money = ("profit", "swap", "commission", "fee")
        balance = round(sum(deal[name] for deal in self.deals for name in money if deal["type"] != 3), 8)
        profit = sum(row["profit"] + row["swap"] for row in self.positions.values())
        equity = balance + self.account["credit"] + profit
        return {**self.account, "balance": balance, "profit": profit, "equity": equity}

    def _begin(self, name: str) -> None:
        self.calls.append(name)
        self.meanwhile.pop(name, lambda: None)()
        if self.latency:
            time.sleep(self.latency)

    def _fails(self) -> bool:
        code = self._failures.pop(0) if self._failures else 0
        if code:
            self._error = code, TEXTS.get(code, "Failed")
            self.is_up = self.is_up and code not in (NO_IPC, TIMEOUT)
        return bool(code)

    def _answer(self, name: str, made: Callable[[], T]) -> T | None:
        self._begin(name)
        if self._fails():
            return None
        if not self.is_up:
            self._error = (NO_IPC, TEXTS[NO_IPC])
            return None
        found = made()
        self._error = (NOT_FOUND, TEXTS[NOT_FOUND]) if found is None else OK
        return found

    def _struct(self, kind: str, made: Callable[[], dict[str, Any] | None], name: str = "") -> Struct | None:
        values = self._answer(name or {"AccountInfo": "account_info"}.get(kind, "terminal_info"), made)
        return None if values is None else STRUCTS[kind](**filled(kind, **values))

    def _structs(
        self, name: str, kind: str, rows: Iterable[dict[str, Any]], group: str = "*", by: str = "symbol"
    ) -> tuple[Struct, ...] | None:
        made = tuple(STRUCTS[kind](**row) for row in rows if group == "*" or chosen(group, row[by]))
        return self._answer(name, lambda: made)


def _epoch(edge: datetime | float) -> float:
    if isinstance(edge, datetime):
        assert edge.tzinfo is not None, "a naive time is shifted by the zone of the machine"
        return edge.timestamp()
    return edge
