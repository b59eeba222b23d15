"""Accounts as the engine wants them, read from their track records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from services.calc.server_zone import server_zone
from services.calc.standing import current_state, live_pnl
from services.live.account import LiveAccount, Realized
from services.model import ZERO
from services.storage import series

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.model import ClosedTrade, Symbol
    from services.performance import Performance
    from services.prop_firm.live import LiveRules
    from services.storage.engine import Database


class Loaded(NamedTuple):
    """An account, the instant its day ends (its realised profit has to be read anew then), and its rules.

    `rules_mark` tells the rules' version.
    """

    account: LiveAccount
    day_ends: datetime
    rules: tuple[LiveRules, ...] = ()
    rules_mark: str = ""


class Loading:
    """Reads accounts; the specifications of a server's symbols are read once until `forget`."""

    def __init__(self, database: Database, performance: Performance) -> None:
        self._database = database
        self._performance = performance
        self._symbols: dict[str, dict[str, Symbol]] = {}

    def account(self, account_id: UUID, now: datetime) -> Loaded:
        """The account as it is booked, with the margin of its last known state; raises NotFoundError."""
        record = self._performance.record(account_id)
        zone = self._performance.zone_of([record.account])
        clock = server_zone(zone)
        midnight = clock.day_start(clock.to_server(now))
        state = current_state(record)
        pnl = live_pnl(record, zone=zone, now=now)
        account = LiveAccount(
            account=record.account,
            balance=state.balance,
            credit=state.credit,
            realized=realized(record, zone, now),
            day_base=state.equity - pnl.daily_change,
            positions=record.positions,
            symbols=self.symbols(record.account.server),
            stated_margin=state.margin,
        )
        return Loaded(account, clock.day_start(clock.to_server(midnight + timedelta(hours=36))))

    def symbols(self, server: str) -> dict[str, Symbol]:
        """The symbols of a server by name."""
        if server not in self._symbols:
            with self._database.read() as connection:
                self._symbols[server] = series.read_symbols(connection, server)
        return self._symbols[server]

    def forget(self, server: str) -> None:
        """Read a server's symbols anew the next time."""
        self._symbols.pop(server, None)


def realized(record: TrackRecord, zone: str, now: datetime) -> Realized:
    """Net profit of the trades closed ever, and since the account's day, week (Monday) and month began."""
    clock = server_zone(zone)
    today = clock.to_server(now).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = (today, today - timedelta(days=today.weekday()), today.replace(day=1))
    since = (clock.day_start(start) for start in starts)
    return Realized(net_profit(record.trades), *(net_profit(_since(record.trades, start)) for start in since))


def net_profit(trades: Iterable[ClosedTrade]) -> Decimal:
    """Profit of *trades* after costs."""
    return sum((trade.net_profit for trade in trades), ZERO)


def _since(trades: Iterable[ClosedTrade], start: datetime) -> Iterable[ClosedTrade]:
    return (trade for trade in trades if trade.exit_time >= start)
