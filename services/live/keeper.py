"""Writes down what the engine knows: states each second, prices and quotes more rarely."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.feed import ServerQuote
from services.storage import live_state
from services.storage.live_state import PriceRow, StateRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from services.live.engine import Engine
    from services.live.group import Tick
    from services.storage.engine import Database

QUIET = timedelta(seconds=10)
POSITIONS = timedelta(seconds=5)


class Keeper:
    """What is written is what moved; an account that stands still but is not stale is touched at times."""

    def __init__(self, database: Database, engine: Engine, *, quote_seconds: float) -> None:
        self._database = database
        self._engine = engine
        self._quote_gap = timedelta(seconds=quote_seconds)
        self._written: dict[UUID, tuple[datetime, tuple[int | None, ...]]] = {}
        self._ticks: dict[tuple[UUID, int], Tick] = {}
        self._quoted: dict[tuple[str, str], datetime] = {}
        self._prices_at: datetime | None = None

    def hear(self, ticks: Collection[Tick]) -> None:
        """Note new prices of positions, to be written at the next turn."""
        self._ticks |= {(tick.account_id, tick.position_id): tick for tick in ticks}

    def keep(self, now: datetime, source: str) -> int:
        """Write what is due; how many states. Raises UnavailableError, and writes the same later then."""
        states = self._due(now, source)
        prices = self._due_prices(now)
        quotes = self._due_quotes()
        if not (states or prices or quotes):
            return 0
        with self._database.begin() as connection:
            live_state.write_states(connection, states)
            live_state.write_prices(connection, prices)
            live_state.write_quotes(connection, quotes)
        self._written |= {row.account_id: (now, self._values(row.account_id)) for row in states}
        self._quoted |= {(quote.server, quote.symbol): quote.time for quote in quotes}
        if prices:
            self._prices_at = now
            self._ticks.clear()
        return len(states)

    def _values(self, account_id: UUID) -> tuple[int | None, ...]:
        known = self._engine.values[account_id]
        return tuple(
            known[name] for name in ("balance", "credit", "unrealized_pnl", "margin", "open_positions")
        )

    def _due(self, now: datetime, source: str) -> list[StateRow]:
        return [
            self._state(account_id, now, source)
            for account_id, account in self._engine.accounts.items()
            if account.is_fed and self._is_due(account_id, now)
        ]

    def _is_due(self, account_id: UUID, now: datetime) -> bool:
        if self._engine.values[account_id]["stale"]:
            return False
        written = self._written.get(account_id)
        return written is None or written[1] != self._values(account_id) or now - written[0] >= QUIET

    def _state(self, account_id: UUID, now: datetime, source: str) -> StateRow:
        digits = self._engine.accounts[account_id].account.currency_digits
        balance, credit, floating, margin, opened = self._values(account_id)
        amounts = [Decimal(value or 0).scaleb(-digits) for value in (balance, credit, floating)]
        return StateRow(
            account_id=account_id,
            time=now,
            balance=amounts[0],
            credit=amounts[1],
            equity=sum(amounts, Decimal(0)),
            floating=amounts[2],
            margin=None if margin is None else Decimal(margin).scaleb(-digits),
            open_positions=opened or 0,
            source=source,
        )

    def _due_prices(self, now: datetime) -> list[PriceRow]:
        if self._prices_at is not None and now - self._prices_at < POSITIONS:
            return []
        return [
            PriceRow(
                tick.account_id,
                tick.position_id,
                Decimal(tick.price),
                Decimal(tick.profit).scaleb(-self._engine.accounts[tick.account_id].account.currency_digits),
            )
            for tick in self._ticks.values()
            if tick.account_id in self._engine.accounts
        ]

    def _due_quotes(self) -> list[ServerQuote]:
        found = []
        for server, prices in self._engine.board.servers.items():
            for symbol, place in prices.places.items():
                time, last = prices.times[place], self._quoted.get((server, symbol))
                if time is None or (last is not None and time - last < self._quote_gap):
                    continue
                quote = prices.quote(symbol)
                if quote is not None:
                    found.append(ServerQuote(server, symbol, time, *quote))
        return found
