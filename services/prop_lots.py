"""What if: how many lots of a symbol an account may open until each of its rule sets' floors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from services.calc.period import as_datetime64
from services.errors import InvalidInputError
from services.prop_firm.check import MAX_LOTS
from services.prop_firm.lots import AllowedLots, allowed_lots, loss_per_lot
from services.storage import series

if TYPE_CHECKING:
    from uuid import UUID

    from services.model import Account, Symbol
    from services.performance import Performance
    from services.prop_firm.standing import Standing
    from services.prop_firms import PropFirms
    from services.storage.engine import Database

FURTHEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class LotsEstimate:
    """For a symbol whose price goes so far the wrong way: what a lot loses, and the lots of each rule set."""

    account: Account
    symbol: str
    distance: Decimal
    one: AllowedLots
    sets: tuple[tuple[Standing, AllowedLots], ...]


class PropLots:
    """Makes estimates from recorded headroom, the server's contracts and the rates of the day."""

    def __init__(self, database: Database, performance: Performance, prop_firms: PropFirms) -> None:
        self._database, self._performance, self._prop_firms = database, performance, prop_firms

    def symbols(self, account: Account) -> dict[str, Symbol]:
        """The contracts that are known of an account's server, by name."""
        with self._database.read() as connection:
            found = series.read_symbols(connection, account.server)
        return dict(sorted(found.items()))

    def estimate(self, account_id: UUID, symbol: str, distance: str) -> LotsEstimate:
        """Lots until each floor; raises NotFoundError, and InvalidInputError for what is no distance."""
        account, far = self._performance.find(str(account_id)), _distance(distance)
        known = self.symbols(account).get(symbol)
        rate = None if known is None else self._rate(account, known.currency_profit)
        one = loss_per_lot(symbol, known, far, account.currency, rate)
        found = self._prop_firms.standings(account_id)
        return LotsEstimate(account, symbol, far, one, tuple((held, _allowed(held, one)) for held in found))

    def _rate(self, account: Account, currency: str) -> Decimal | None:
        rates = self._performance.rates_of([account], currency).of(account)
        if not rates.knows(currency, account.currency):
            return None
        today = as_datetime64(datetime.now(UTC)).astype("datetime64[D]").reshape(1)
        return Decimal(repr(float(rates.factors(currency, account.currency, today)[0])))


def _allowed(held: Standing, one: AllowedLots) -> AllowedLots:
    limit = next((check for check in held.evaluation.checks if check.rule == MAX_LOTS), None)
    left = None if limit is None else Decimal(repr(limit.limit)) - Decimal(repr(limit.used))
    if held.status.value == "breached":
        return allowed_lots(one, None)
    return allowed_lots(one, Decimal(repr(held.headroom)), most=left)


def _distance(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found <= FURTHEST:
        raise InvalidInputError("How far the price may go is a number above 0, such as 0.0050.")
    return found
