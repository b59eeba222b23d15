"""Writes down what the engine knows: states each second, prices and quotes more rarely."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be written at an instant."""

    time: datetime
    states: tuple[StateRow, ...]
    prices: tuple[PriceRow, ...]
    quotes: tuple[ServerQuote, ...]


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

    def due(self, now: datetime, source: str) -> Due:
        """What is to be written now."""
        return Due(
            now, tuple(self._due(now, source)), tuple(self._due_prices(now)), tuple(self._due_quotes())
        )

    def write(self, due: Due) -> Due:
        """Write it; raises UnavailableError."""
        if due.states or due.prices or due.quotes:
            with self._database.begin() as connection:
                live_state.write_states(connection, due.states)
                live_state.write_prices(connection, due.prices)
                live_state.write_quotes(connection, due.quotes)
        return due

    def written(self, due: Due) -> None:
        """Note what has been written."""
        for row in due.states:
            if row.account_id in self._engine.values:
                self._written[row.account_id] = due.time, _told(row, self._digits(row.account_id))
        self._quoted |= {(quote.server, quote.symbol): quote.time for quote in due.quotes}
        for price in due.prices:
            self._ticks.pop((price.account_id, price.position_id), None)
        if due.prices:
            self._prices_at = due.time

    def _digits(self, account_id: UUID) -> int:
        return self._engine.accounts[account_id].account.currency_digits

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


def _told(row: StateRow, digits: int) -> tuple[int | None, ...]:
    """The row's values as the engine has them, in minor units."""
    amounts = (row.balance, row.credit, row.floating, row.margin)
    units = [None if amount is None else int(amount.scaleb(digits)) for amount in amounts]
    return (*units, row.open_positions)
