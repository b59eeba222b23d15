"""What feeds may ask of the product."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.currency import DailyRates
from services.calc.period import as_datetime64
from services.feed import HeldAccount
from services.storage import accounts as accounts_table
from services.storage import ledger, pushes, records, series, server_clocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Transaction

    from services.feed import FeedBatch, ServerClock
    from services.model import Account
    from services.settings import Settings
    from services.storage.engine import Database

MOST_PUSHED = 50
DEMO_RATES, REAL_RATES = ["demo"], ["manual"]


class Host:
    """The answers, out of the database.

    What agents pushed is off the queue only when it is asked for the next time, so that a leader which dies
    in between books it again.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self._database = database
        self._taking = ExitStack()
        self._taken: Transaction | None = None
        self._rates: DailyRates | None = None

    def held(self, *, demo: bool) -> tuple[HeldAccount, ...]:
        """Our demo accounts, or the others, as they stand."""
        with self._database.read() as connection:
            return tuple(
                _held(connection, account)
                for account in accounts_table.all_accounts(connection)
                if account.is_demo == demo
            )

    def last_deal(self, login: str, server: str) -> datetime | None:
        """The time of the newest deal we have of an account; None when we have none."""
        with self._database.read() as connection:
            return ledger.newest_deal(connection, login, server)

    def clocks(self, server: str) -> tuple[ServerClock, ...]:
        """What was found of a server's clock so far, oldest first."""
        with self._database.read() as connection:
            return server_clocks.read(connection, server)

    def rate(self, base: str, quote: str) -> float | None:
        """Units of *quote* for one *base* by the newest daily rate; None when nobody knows."""
        found = self.daily(base, quote)
        return None if found is None else float(found)

    def daily(self, base: str, quote: str) -> Decimal | None:
        """The same, exact."""
        if self._rates is None:
            self.renew_rates()
        rates = self._rates or DailyRates()
        if not rates.knows(base, quote):
            return None
        today = as_datetime64(datetime.now(UTC)).astype("datetime64[D]").reshape(1)
        return Decimal(repr(float(rates.factors(base, quote, today)[0])))

    def renew_rates(self) -> None:
        """Read the daily rates anew; the demo's own serve while the market is simulated."""
        sources = DEMO_RATES if self.settings.market_data_provider == "simulated" else REAL_RATES
        with self._database.read() as connection:
            self._rates = DailyRates.of(series.read_rates(connection, sources))

    def take_pushed(self) -> Sequence[FeedBatch]:
        """What agents have pushed since the last call, oldest first; what that call gave is done with."""
        taken, self._taken = self._taken, None
        with self._taking:
            if taken is not None:
                taken.commit()
        connection = self._taking.enter_context(self._database.connect())
        self._taken = connection.begin()
        return pushes.take(connection, MOST_PUSHED)

    def give_back(self) -> None:
        """What was taken last may not be booked: the next leader takes it again."""
        self._taken = None
        self._taking.close()


def _held(connection: Connection, account: Account) -> HeldAccount:
    state = records.read_state(connection, account.id)
    return HeldAccount(
        account=account,
        balance=account.opening_balance if state is None else state.balance,
        positions=ledger.read_positions(connection, account.id),
        symbols=series.read_symbols(connection, account.server),
        last_ticket=ledger.last_ticket(connection, account.id),
    )
