"""The simulated feed at work: it moves the demo accounts' open positions and records snapshots."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.currency import DailyRates
from services.calc.floating import reprice, state_at
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.market.simulated import SimulatedPrices
from services.storage import accounts as accounts_table
from services.storage import ledger, records, series, snapshot_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from services.model import Account, AccountState, Symbol
    from services.storage.engine import Database

SOURCE = "simulated"
SEED = 7
_SATURDAY = 5


class SimulatedFeed:
    """Keeps one walk per symbol; built anew when the demo accounts are."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._prices: SimulatedPrices | None = None
        self._symbols: dict[str, Symbol] = {}
        self._rates = DailyRates()
        self._known: frozenset[object] = frozenset()

    def step(self, now: datetime | None = None) -> int:
        """Move every demo account's open positions once; how many accounts moved."""
        time = now or datetime.now(UTC)
        with self._database.begin() as connection:
            demo = [account for account in accounts_table.all_accounts(connection) if account.is_demo]
            if not demo:
                return 0
            states = records.read_states(connection)
            self._prepare(connection, demo)
            prices = self._prices.advance() if self._prices else {}
            for account in demo:
                state = states.get(account.id)
                if state is not None:
                    self._move(connection, account, state, prices, time)
            return len(demo)

    def snapshot(self, now: datetime | None = None) -> int:
        """Record the demo accounts' states while their market is open; how many were recorded."""
        time = now or datetime.now(UTC)
        with self._database.begin() as connection:
            states = records.read_states(connection)
            open_now = [
                account
                for account in accounts_table.all_accounts(connection)
                if account.is_demo
                and account.id in states
                and server_zone(account.server_zone).to_server(time).weekday() < _SATURDAY
            ]
            snapshot_series.write_snapshots(
                connection, (_snapshot(account, states[account.id], time) for account in open_now)
            )
            return len(open_now)

    def _prepare(self, connection: Connection, demo: list[Account]) -> None:
        """Start the walks at the positions' last prices when the accounts are new to this feed."""
        known = frozenset(account.id for account in demo)
        if known == self._known:
            return
        self._known = known
        self._rates = DailyRates.of(series.read_rates(connection, ["demo"]))
        self._symbols = series.read_symbols(connection, demo[0].server)
        anchors = {
            position.symbol: position.price_current
            for account in demo
            for position in ledger.read_positions(connection, account.id)
            if position.price_current is not None and position.symbol in self._symbols
        }
        self._prices = SimulatedPrices(self._symbols, anchors, seed=SEED)

    def _move(
        self,
        connection: Connection,
        account: Account,
        state: AccountState,
        prices: dict[str, Decimal],
        time: datetime,
    ) -> None:
        rate = _rate_to(account.currency, self._rates, time)
        held = ledger.read_positions(connection, account.id)
        moved = reprice(held, prices, self._symbols, rate, digits=account.currency_digits)
        ledger.reprice_positions(connection, account.id, moved)
        records.write_state(connection, account.id, state_at(state, moved, time, SOURCE))


def _rate_to(currency: str, rates: DailyRates, time: datetime) -> Callable[[str], Decimal]:
    """Units of *currency* for one unit of another, at the rate of the day."""
    days = as_datetime64(time).astype("datetime64[D]").reshape(1)

    def rate(profit_currency: str) -> Decimal:
        return Decimal(repr(float(rates.factors(profit_currency, currency, days)[0])))

    return rate


def _snapshot(account: Account, state: AccountState, time: datetime) -> tuple[object, ...]:
    return (account.id, time, float(state.balance), float(state.equity), None, state.open_positions)
