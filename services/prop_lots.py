"""What if: how many lots of a symbol an account may open until each of its rule sets' floors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from services.calc.period import as_datetime, as_datetime64
from services.errors import InvalidInputError
from services.live.answer import pnl_now
from services.model import ZERO, Side
from services.prop_firm.check import MAX_LOTS, Status
from services.prop_firm.lots import AllowedLots, allowed_lots, loss_per_lot
from services.storage import series

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.live.answer import PnlNow
    from services.live.hearing import Hearing
    from services.model import Account, Symbol
    from services.performance import Performance
    from services.prop_firm.live import LiveRules
    from services.prop_firm.rules import RuleSet
    from services.prop_firm.standing import Standing
    from services.prop_firms import PropFirms
    from services.storage.engine import Database

FURTHEST = Decimal(10) ** 9
MOMENT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class LotsOfSet:
    """A rule set, its headroom (None when it is broken, NaN without a floor), and the lots that leaves."""

    rules: RuleSet
    headroom: Decimal | None
    allowed: AllowedLots


@dataclass(frozen=True, slots=True)
class LotsEstimate:
    """For a symbol whose price goes so far the wrong way: what a lot loses, and the lots of each rule set.

    `held` are the lots of the symbol that are open, buys less sells. Headroom is that of live equity, or what
    was recorded last, at `as_of`; None before anything was.
    """

    account: Account
    symbol: str
    distance: Decimal
    one: AllowedLots
    held: Decimal
    is_live: bool
    as_of: datetime | None
    sets: tuple[LotsOfSet, ...]

    @property
    def basis(self) -> str:
        """Which headroom it is, in a sentence."""
        if self.as_of is None:
            return "Nothing was recorded of the account yet."
        if self.is_live:
            return f"Counted from live equity, open positions included, at {self.as_of:{MOMENT}} UTC."
        return (
            f"No live prices are coming: counted from what was recorded last, at {self.as_of:{MOMENT}} UTC."
        )


class PropLots:
    """Makes estimates from live or recorded headroom, the server's contracts and the rates of the day."""

    def __init__(self, database: Database, performance: Performance, prop_firms: PropFirms) -> None:
        self._database, self._performance, self._prop_firms = database, performance, prop_firms

    def symbols(self, account: Account) -> dict[str, Symbol]:
        """The contracts that are known of an account's server, by name."""
        with self._database.read() as connection:
            found = series.read_symbols(connection, account.server)
        return dict(sorted(found.items()))

    def estimate(
        self, account_id: UUID, symbol: str, distance: str, heard: Hearing | None = None
    ) -> LotsEstimate:
        """Lots until each floor, from live equity while the engine speaks or its newest state is fresh.

        Raises NotFoundError, and InvalidInputError for what is no distance.
        """
        now, far = pnl_now(self._performance.pnl(account_id), heard), _distance(distance)
        record = self._performance.record(account_id)
        account = record.account
        known = self.symbols(account).get(symbol)
        rate = None if known is None else self._rate(account, known.currency_profit)
        one = loss_per_lot(symbol, known, far, account.currency, rate)
        held = _held(record, symbol)
        standings = self._prop_firms.standings(account_id)
        live = self._live(record, now)
        sets = tuple(_set(standing, live.get(standing.rules.name), one, held) for standing in standings)
        as_of = now.time if live else _recorded(standings)
        return LotsEstimate(account, symbol, far, one, held, bool(live), as_of, sets)

    def _live(self, record: TrackRecord, now: PnlNow) -> dict[str, LiveRules]:
        """The sets held against the equity of now; none where that is stale, or of another ledger."""
        if now.is_stale or now.balance != record.account.opening_balance + record.booked.balance_change:
            return {}
        found = self._prop_firms.live(record.account.id)
        for rules in found:
            rules.see(now.balance, now.equity, now.time)
        return {rules.rules.name: rules for rules in found}

    def _rate(self, account: Account, currency: str) -> Decimal | None:
        rates = self._performance.rates_of([account], currency).of(account)
        if not rates.knows(currency, account.currency):
            return None
        today = as_datetime64(datetime.now(UTC)).astype("datetime64[D]").reshape(1)
        return Decimal(repr(float(rates.factors(currency, account.currency, today)[0])))


def _set(held_to: Standing, live: LiveRules | None, one: AllowedLots, held: Decimal) -> LotsOfSet:
    limit = next((check for check in held_to.evaluation.checks if check.rule == MAX_LOTS), None)
    most = None if limit is None else Decimal(repr(limit.limit)) - Decimal(repr(limit.used))
    is_over = held_to.status is Status.BREACHED or (live is not None and live.is_over)
    recorded = Decimal(repr(held_to.headroom))
    headroom = recorded if live is None else live.headroom
    if headroom is None and not is_over:
        headroom = recorded  # NaN: there is no floor, whatever equity is
    room = None if is_over else headroom
    return LotsOfSet(held_to.rules, room, allowed_lots(one, room, held=abs(held), most=most))


def _held(record: TrackRecord, symbol: str) -> Decimal:
    own = (position for position in record.positions if position.symbol == symbol)
    return sum((one.volume if one.side is Side.BUY else -one.volume for one in own), ZERO)


def _recorded(standings: tuple[Standing, ...]) -> datetime | None:
    times = [one.history.time[-1] for one in standings if one.history.time.size]
    return as_datetime(times[0]) if times else None


def _distance(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found <= FURTHEST:
        raise InvalidInputError("How far the price may go is a number above 0, such as 0.0050.")
    return found
