"""The P&L engine: every account with its open positions, repriced by the quotes that touch it.

Whether something moved is found by the exposures in float64; then positions are rounded one by one, so that
an account's floating profit is the sum of the profits shown in its grid.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.live.frame import COLUMNS, AccountEntry, PositionRow
from services.live.group import Group
from services.live.prices import PriceBoard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from services.feed import ServerQuote
    from services.live.account import LiveAccount
    from services.live.group import Tick
    from services.model import Position

GroupKey = tuple[str, str]


class Engine:
    """Holds accounts, takes quotes, and knows the values of every account in minor units.

    *daily* gives the rate of the day between two currencies, None when nobody knows it; `stale_seconds` is
    how old a price may be.
    """

    def __init__(self, daily: Callable[[str, str], Decimal | None], *, stale_seconds: float) -> None:
        self.board = PriceBoard()
        self.accounts: dict[UUID, LiveAccount] = {}
        self.values: dict[UUID, dict[str, int | None]] = {}
        self.is_down = False
        self._daily = daily
        self._age = timedelta(seconds=stale_seconds)
        self._groups: dict[GroupKey, Group] = {}
        self._dirty: set[GroupKey] = set()
        self._changes: dict[str, dict[UUID, int | None]] = {}

    def put(self, account: LiveAccount) -> None:
        """Take an account in, or replace what was known of it."""
        account_id = account.account.id
        before = self.accounts.get(account_id)
        if before is not None:
            self._dirty.add(_key(before))
        self.accounts[account_id] = account
        self._dirty.add(_key(account))
        if account_id not in self.values:
            self.values[account_id] = {**dict.fromkeys(COLUMNS, 0), "stale": 1, "margin": None}
        for name, value in _booked(account).items():
            self._set(account_id, name, value)

    def remove(self, account_id: UUID) -> None:
        """Forget an account."""
        gone = self.accounts.pop(account_id, None)
        self.values.pop(account_id, None)
        for changed in self._changes.values():
            changed.pop(account_id, None)
        if gone is not None:
            self._dirty.add(_key(gone))

    def take(self, quotes: Sequence[ServerQuote], now: datetime) -> int:
        """Take quotes in; how many of them were good."""
        return self.board.take(quotes, now)

    def settle(self) -> None:
        """Bring every account that a new price or a new position touches up to date."""
        self._rebuild()
        for key, group in self._groups.items():
            prices = self.board.of(key[0])
            if not prices.changed & group.watched:
                continue
            self._settle(group)
        for prices in self.board.servers.values():
            prices.changed.clear()

    def check(self, now: datetime, *, is_closed: bool = False, asleep: Sequence[str] = ()) -> None:
        """Mark what is stale at *now*, and compute margins anew."""
        for (server, _), group in self._groups.items():
            old = set() if is_closed else self._old(server, now, set(asleep))
            stale, margins = group.stale(old), group.margins()
            for row, one in enumerate(group.accounts):
                is_stale = bool(stale[row]) or not one.is_fed or self.is_down
                self._set(one.account.id, "stale", int(is_stale))
                self._set(one.account.id, "margin", margins[row])

    def take_changes(self) -> dict[str, dict[UUID, int | None]]:
        """What changed since the last call: by column the accounts and their new values."""
        found, self._changes = self._changes, {}
        return {name: changed for name, changed in found.items() if changed}

    def take_ticks(self) -> list[Tick]:
        """New prices of positions since the last call."""
        return [tick for group in self._groups.values() for tick in group.take_ticks()]

    def positions(self, account_id: UUID) -> tuple[PositionRow, ...]:
        """An account's open positions at their newest prices, oldest first."""
        account = self.accounts[account_id]
        group = self._groups.get(_key(account))
        now = {} if group is None else {tick.position_id: tick for tick in group.ticks_of(account_id)}
        digits = account.account.currency_digits
        return tuple(position_row(item, digits, now.get(item.position_id)) for item in account.positions)

    def entries(self) -> tuple[AccountEntry, ...]:
        """The accounts of the stream, by name."""
        named = sorted((one.account for one in self.accounts.values()), key=lambda one: one.name.casefold())
        return tuple(
            AccountEntry(str(one.id), one.name, one.login, one.currency, one.currency_digits, one.is_demo)
            for one in named
        )

    def _rebuild(self) -> None:
        """Build the groups anew whose accounts changed, or that a first price lets value more."""
        for key, group in self._groups.items():
            prices = self.board.of(key[0])
            if group.size != prices.levels.size or prices.changed & group.waiting:
                self._dirty.add(key)
        if not self._dirty:
            return
        members: dict[GroupKey, list[LiveAccount]] = defaultdict(list)
        for account in self.accounts.values():
            if _key(account) in self._dirty:
                members[_key(account)].append(account)
        dirty, self._dirty = self._dirty, set()
        for key in dirty:
            self._groups.pop(key, None)
            if members[key]:
                group = self._groups[key] = Group(members[key], self.board.of(key[0]), self._daily)
                self._settle(group)

    def _settle(self, group: Group) -> None:
        if not group.has_moved():
            return
        for one, total in zip(group.accounts, group.settle().tolist(), strict=True):
            self._set(one.account.id, "unrealized_pnl", total)

    def _set(self, account_id: UUID, name: str, value: int | None) -> None:
        known = self.values[account_id]
        if known[name] != value:
            known[name] = value
            self._changes.setdefault(name, {})[account_id] = value

    def _old(self, server: str, now: datetime, asleep: set[str]) -> set[int]:
        prices = self.board.of(server)
        return {
            place
            for symbol, place in prices.places.items()
            if symbol not in asleep and _is_old(prices.times[place], now, self._age)
        }


def _is_old(time: datetime | None, now: datetime, age: timedelta) -> bool:
    return time is None or now - time > age


def _key(account: LiveAccount) -> GroupKey:
    return account.account.server, account.account.currency


def minor(amount: Decimal, digits: int) -> int:
    """An amount in minor units of a currency with *digits* decimals."""
    return int(round_money(amount, digits).scaleb(digits))


def _booked(one: LiveAccount) -> dict[str, int]:
    amounts = {
        "balance": one.balance,
        "credit": one.credit,
        "realized_pnl": one.realized.total,
        "realized_today": one.realized.today,
        "realized_week": one.realized.week,
        "realized_month": one.realized.month,
        "day_base": one.day_base,
    }
    booked = {name: minor(amount, one.account.currency_digits) for name, amount in amounts.items()}
    return booked | {"open_positions": len(one.positions)}


def position_row(position: Position, digits: int, tick: Tick | None = None) -> PositionRow:
    """An open position as the stream tells it, at its newest price."""
    return PositionRow(
        position_id=position.position_id,
        symbol=position.symbol,
        side=position.side.value,
        volume=f"{position.volume:f}",
        time=round(position.time.timestamp() * 1000),
        price_open=f"{position.price_open:f}",
        price_current=_text(position.price_current) if tick is None else tick.price,
        stop_loss=_text(position.stop_loss),
        take_profit=_text(position.take_profit),
        swap=minor(position.swap, digits),
        profit=minor(position.profit, digits) if tick is None else tick.profit,
    )


def _text(price: Decimal | None) -> str | None:
    return None if price is None else f"{price:f}"
