"""Turns what moved in the engine into numbered frames."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from services.live.frame import COLUMNS, EventFrame, Market, MarketState, PnlFrame, StateFrame
from services.live.numbers import FeedNumbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from services.live.engine import Engine
    from services.live.frame import AccountEntry, Frame, PositionRow
    from services.live.group import Tick

MILLI = 1000


def milliseconds(time: datetime) -> int:
    """Milliseconds since 1970 of an aware instant."""
    return round(time.timestamp() * MILLI)


class Publisher:
    """Numbers frames and hands them to *send*.

    The first number is the clock's, so that a leader that follows another never repeats one. A whole state
    goes out at the beginning, whenever the accounts are others, and every `state_seconds`, for latecomers.
    """

    def __init__(
        self, engine: Engine, send: Callable[[Frame], None], started: datetime, *, state_seconds: float = 2.0
    ) -> None:
        self.seq = milliseconds(started)
        self._engine = engine
        self._send = send
        self._every = state_seconds * MILLI
        self._stated = 0
        self._entries: tuple[AccountEntry, ...] = ()
        self._places: dict[UUID, int] = {}
        self._positions: dict[UUID, dict[int, PositionRow]] = {}
        self._market = Market("", MarketState.DOWN)
        self._fed_at: int | None = None

    def flush(self, now: datetime) -> list[Tick]:
        """Send what changed since the last time, if anything did; the new prices of positions."""
        time = milliseconds(now)
        entries = self._engine.entries()
        changes, ticks = self._engine.take_changes(), self._engine.take_ticks()
        if entries != self._entries:
            self._adopt(entries)
            self._next()
            self._state(time)
            return ticks
        if changes or ticks:
            newest = self._engine.board.newest
            quoted = None if newest is None else milliseconds(newest)
            self._send(PnlFrame(self._next(), time, self._placed(changes), self._placed_ticks(ticks), quoted))
        if time - self._stated >= self._every:
            self._state(time)
        return ticks

    def market(self, market: Market, now: datetime) -> None:
        """Tell of the feed's state when it is another one."""
        before, self._market = self._market, market
        if market.state is not MarketState.DOWN and market.quote_time is not None:
            self._fed_at = milliseconds(now)
        if (before.provider, before.state) != (market.provider, market.state):
            self.event("market", "", asdict(market), now)

    def positions(self, account_id: UUID, now: datetime) -> None:
        """Tell which positions of an account were opened, changed or closed since it was told last."""
        rows = {row.position_id: row for row in self._engine.positions(account_id)}
        before = self._positions.get(account_id, {})
        self._positions[account_id] = rows
        opened = [row for key, row in rows.items() if key not in before]
        changed = [row for key, row in rows.items() if key in before and _terms(row) != _terms(before[key])]
        closed = [key for key in before if key not in rows]
        if opened or changed or closed:
            data = {"opened": opened, "changed": changed, "closed": closed}
            self.event("position_update", str(account_id), data, now)

    def event(self, kind: str, account_id: str, data: dict[str, Any], now: datetime) -> None:
        """Tell of something that happened; accounts that nobody was told of yet come first."""
        if self._engine.entries() != self._entries:
            self.flush(now)
        self._send(EventFrame(self._next(), milliseconds(now), kind, account_id, data))

    def _next(self) -> int:
        self.seq += 1
        return self.seq

    def _adopt(self, entries: tuple[AccountEntry, ...]) -> None:
        ids = {str(account_id): account_id for account_id in self._engine.accounts}
        self._entries = entries
        self._places = {ids[entry.id]: place for place, entry in enumerate(entries)}
        self._positions = {
            account_id: self._positions.get(account_id)
            or {row.position_id: row for row in self._engine.positions(account_id)}
            for account_id in self._places
        }

    def _state(self, time: int) -> None:
        """Send everything as it is; nothing of it is news to who heard every frame, but for new accounts."""
        self._stated = time
        values = self._engine.values
        columns = {name: [values[key][name] for key in self._places] for name in COLUMNS}
        held = {str(key): self._engine.positions(key) for key in self._places}
        feed = FeedNumbers(
            accounts=len(self._entries),
            positions=sum(len(one.positions) for one in self._engine.accounts.values()),
            refused=self._engine.board.refused.counts,
            fed_at=self._fed_at,
        )
        self._send(StateFrame(self.seq, time, self._market, self._entries, columns, held, feed))

    def _placed(
        self, changes: dict[str, dict[UUID, int | None]]
    ) -> dict[str, tuple[list[int], list[int | None]]]:
        return {
            name: ([self._places[key] for key in changed], list(changed.values()))
            for name, changed in changes.items()
        }

    def _placed_ticks(self, ticks: list[Tick]) -> tuple[tuple[int, int, str, int], ...]:
        return tuple(
            (self._places[tick.account_id], tick.position_id, tick.price, tick.profit)
            for tick in ticks
            if tick.account_id in self._places
        )


def _terms(row: PositionRow) -> tuple[object, ...]:
    """What of a position is agreed, not quoted."""
    return row.side, row.volume, row.price_open, row.stop_loss, row.take_profit, row.swap
