"""The simulated feed: a made-up market in which the demo accounts go on trading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.demo import COMMISSIONS, INSTRUMENTS, SERVER, SERVER_ZONE
from services.feed import AccountReport, FeedBatch, StatedState
from services.market._trader import Trader
from services.market._walk import Instrument, Walk
from services.model import ZERO, CalcMode, Symbol
from services.statement import StatedAccount

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from services.demo import DemoInstrument
    from services.feed import FeedHost, HeldAccount
    from services.model import Deal

SEED = 7
SECONDS = 0.25
LOOK = timedelta(seconds=10)
METALS = frozenset({"XAUUSD"})
COIN = Instrument(
    Symbol("BTCUSD", 2, Decimal(1), "USD", CalcMode.CFDLEVERAGE, currency_base="BTC", currency_margin="USD"),
    start=64_250.0,
    volatility=0.004,
    spread=9.0,
    is_always_open=True,
)


def open_feed(host: FeedHost) -> SimulatedFeed:
    """The feed; it has nothing to do while there are no demo accounts."""
    return SimulatedFeed(host)


class SimulatedFeed:
    """Prices every half second, and now and then a deal of a demo account."""

    name = "simulated"
    is_queue = False

    def __init__(self, host: FeedHost, *, seed: int = SEED) -> None:
        self.seconds = min(SECONDS, host.settings.flush_milliseconds / 1000)
        self._host = host
        self._seed = seed
        self._walk: Walk | None = None
        self._traders: dict[UUID, Trader] = {}
        self._tickets: dict[UUID, int] = {}
        self._next_look: datetime | None = None
        self._polled_at: datetime | None = None
        self._day: datetime | None = None

    def poll(self, now: datetime) -> FeedBatch:
        """The prices of *now* and what the traders did since the last poll."""
        introduced = self._look(now)
        if self._walk is None:
            return FeedBatch(is_closed=True)
        quotes = self._walk.step(now, everything=bool(introduced))  # who begins on a Saturday has prices too
        seconds = 0.0 if self._polled_at is None else (now - self._polled_at).total_seconds()
        self._polled_at = now
        nights = self._roll_over(self._walk, now)
        reports = [
            self._introduction(trader, deals, introduced[trader.account.id], now)
            if trader.account.id in introduced
            else self._report(trader, deals)
            for trader in self._traders.values()
            if (deals := trader.step(now, seconds)) or nights or trader.account.id in introduced
        ]
        return FeedBatch(quotes, tuple(reports), asleep=self._walk.asleep(now))

    def close(self) -> None:
        """Nothing is held."""

    def _look(self, now: datetime) -> dict[UUID, HeldAccount]:
        """Find the demo accounts, which may have been removed or made anew; those that are new."""
        if self._next_look is not None and now < self._next_look:
            return {}
        self._next_look = now + LOOK
        held = {one.account.id: one for one in self._host.held(demo=True)}
        if held.keys() == self._traders.keys():
            return {}
        if not held:
            self._walk, self._traders = None, {}
            return {}
        walk = self._walk = Walk(SERVER, SERVER_ZONE, instruments(), self._anchors(held), seed=self._seed)
        walk.step(now)
        self._traders = {
            account_id: Trader(
                one,
                walk,
                commission=COMMISSIONS.get(one.account.login, 0.0),
                seed=self._seed,
                daily=self._daily,
            )
            for account_id, one in held.items()
        }
        return held

    def _anchors(self, held: dict[UUID, HeldAccount]) -> dict[str, float]:
        """Where prices go on from: the rates of the day, and what open positions were priced at last."""
        found: dict[str, float] = {}
        for item in instruments():
            rate = self._host.rate(item.symbol.currency_base, item.symbol.currency_profit)
            if rate is not None:
                found[item.symbol.name] = rate
        for one in held.values():
            for position in one.positions:
                if position.price_current is not None:
                    found[position.symbol] = float(position.price_current)
        return found

    def _daily(self, base: str, quote: str) -> Decimal | None:
        rate = self._host.rate(base, quote)
        return None if rate is None else Decimal(repr(rate))

    def _roll_over(self, walk: Walk, now: datetime) -> bool:
        """Whether a night has passed and was booked."""
        day = walk.day(now)
        before, self._day = self._day, day
        if before is None or day <= before:
            return False
        return sum(trader.roll_over(before) for trader in self._traders.values()) > 0

    def _introduction(
        self, trader: Trader, deals: list[Deal], held: HeldAccount, now: datetime
    ) -> AccountReport:
        """All there is to know of an account, so that a recording can be played where nobody knows it."""
        balance = held.balance + sum((deal.cash for deal in deals), ZERO)
        floating = sum((one.profit + one.swap for one in trader.positions.values()), ZERO)
        return replace(
            self._report(trader, deals),
            stated=StatedState(now, balance, ZERO, balance + floating),
            symbols=tuple(item.symbol for item in instruments()),
        )

    def _report(self, trader: Trader, deals: list[Deal]) -> AccountReport:
        account = trader.account
        return AccountReport(
            account=StatedAccount(
                login=account.login,
                currency=account.currency,
                name=account.name,
                server=account.server,
                margin_mode=account.margin_mode,
                trade_mode=account.trade_mode,
                leverage=account.leverage,
            ),
            deals=tuple(deals),
            positions=tuple(trader.positions.values()),
            server_zone=account.server_zone,
        )


def instruments() -> tuple[Instrument, ...]:
    """What is traded: the demo's own symbols, and one that never sleeps."""
    return (*(_instrument(made_up) for made_up in INSTRUMENTS), COIN)


def _instrument(made_up: DemoInstrument) -> Instrument:
    base, is_metal = made_up.name[:3], made_up.name in METALS
    symbol = Symbol(
        made_up.name,
        made_up.digits,
        Decimal(made_up.contract_size),
        made_up.currency_profit,
        CalcMode.CFDLEVERAGE if is_metal else CalcMode.FOREX,
        currency_base=base,
        currency_margin=made_up.currency_profit if is_metal else base,
    )
    return Instrument(
        symbol,
        made_up.start,
        made_up.volatility,
        made_up.spread,
        made_up.swap_long,
        made_up.swap_short,
        has_break=is_metal,
    )
