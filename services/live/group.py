"""Accounts that share a server and a currency, valued together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from services.calc.conversion import is_own_rate
from services.calc.position_profit import stated_units, units_per_lot
from services.live.exposure import Exposure
from services.live.factors import Factors
from services.live.holdings import Conversion, Holding, Holdings
from services.live.margins import Margins
from services.model import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from uuid import UUID

    from numpy.typing import NDArray

    from services.live.account import LiveAccount
    from services.live.prices import Prices
    from services.model import Position, Symbol

    Cents = NDArray[np.int64]

HARDLY = 1e-4  # of a minor unit: less is no move
TIE = 1e-6  # of a minor unit: what float64 loses of an exact half


class Tick(NamedTuple):
    """A new price of an open position, as text with its symbol's digits, and its profit in minor units."""

    account_id: UUID
    position_id: int
    price: str
    profit: int


class Group:
    """Values the positions of its accounts; `waiting` are the places of prices that would let it value more.

    Positions without a usable price keep the profit that was stated last.
    """

    def __init__(
        self,
        accounts: Sequence[LiveAccount],
        prices: Prices,
        daily: Callable[[str, str], Decimal | None],
    ) -> None:
        self.accounts = tuple(accounts)
        self.digits = accounts[0].account.currency_digits
        self.kept = np.zeros(len(accounts), dtype=np.int64)
        self._currency = accounts[0].account.currency
        self._prices = prices
        for symbol in {position.symbol for one in accounts for position in one.positions}:
            prices.place(symbol)
        self._factors = Factors(self._currency, _symbols(accounts), prices, daily)
        self.size = prices.levels.size
        self._last: NDArray[np.float64] | None = None
        self._margins = Margins(self.accounts, self._factors)
        self._build()

    @property
    def waiting(self) -> set[int]:
        """Places whose first price would change how something is valued."""
        return self._factors.waiting

    def _build(self) -> None:
        holdings, refs = [], []
        for row, one in enumerate(self.accounts):
            for position in one.positions:
                self.kept[row] += self._cents(position.swap)
                symbol = one.symbols.get(position.symbol)
                found = None if symbol is None else self._holding(row, position, symbol)
                if found is None:
                    self.kept[row] += self._cents(position.profit)
                    continue
                holdings.append(found)
                refs.append((one, position))
        held = Holdings.of(holdings)
        order = held.order
        self._known = self._factors.known()
        self._known.set(self._prices.levels)
        self.exposure = Exposure(
            len(self.accounts), held.rows(order), self._factors.all, self._known, unit=10.0**-self.digits
        )
        self._refs = [refs[place] for place in order]
        self._digits = [one.symbols[position.symbol].digits for one, position in self._refs]
        self.cents = np.array([self._cents(position.profit) for _, position in self._refs], dtype=np.int64)
        self._told = self.cents.copy()
        self.watched = set((held.level // 2).tolist()) | self._factors.watched

    def value(self) -> NDArray[np.float64]:
        """Unrounded floating profit of every account, without swap and what is kept."""
        self._known.set(self._prices.levels)
        return self.exposure.value()

    def has_moved(self) -> bool:
        """Whether any account is worth something else than at the last call; the first time it is."""
        totals = self.value()
        last = self._last
        if last is not None and float(np.abs(totals - last).max()) * 10**self.digits <= HARDLY:
            return False
        self._last = totals
        return True

    def settle(self) -> Cents:
        """Floating profit with swap by account: the sum of its positions, each rounded."""
        self.cents = rounded(self.exposure.profits(), self.digits)
        accounts = self.exposure.held.account
        sums = np.bincount(accounts, weights=self.cents, minlength=len(self.accounts))
        return np.rint(sums).astype(np.int64) + self.kept

    def margins(self) -> list[int | None]:
        """Margin by account in minor units: the broker's, else computed; None where it can't be told."""
        self._known.set(self._prices.levels)
        return self._margins.of(self._known.values, self.digits)

    def stale(self, old: set[int]) -> NDArray[np.bool_]:
        """Which accounts hold something whose price is among the *old* ones, or has none."""
        marks = np.zeros(max(self._prices.levels.size // 2, 1), dtype=bool)
        marks[list(old)] = True
        held = self.exposure.held
        counts = np.bincount(held.account, weights=marks[held.level // 2], minlength=len(self.accounts))
        priced = np.bincount(held.account, minlength=len(self.accounts))
        all_priced = priced == [len(one.positions) for one in self.accounts]
        return np.asarray((counts > 0) | ~all_priced, dtype=np.bool_)

    def take_ticks(self) -> list[Tick]:
        """The newest price and profit of every position whose profit is another one than at the last call."""
        moved = np.flatnonzero(self.cents != self._told)
        self._told = self.cents
        return self._ticks(moved)

    def ticks_of(self, account_id: UUID) -> list[Tick]:
        """The newest prices and profits of an account's positions that have a price."""
        rows = [row for row, one in enumerate(self.accounts) if one.account.id == account_id]
        return self._ticks(np.flatnonzero(np.isin(self.exposure.held.account, rows)))

    def _ticks(self, places: NDArray[np.intp]) -> list[Tick]:
        prices = self._prices.levels[self.exposure.held.level[places]].tolist()
        cents = self.cents[places].tolist()
        texts: dict[tuple[float, int], str] = {}
        found = []
        for place, price, profit in zip(places.tolist(), prices, cents, strict=True):
            digits = self._digits[place]
            text = texts.get((price, digits))
            if text is None:
                text = texts[price, digits] = f"{price:.{digits}f}"
            one, position = self._refs[place]
            found.append(Tick(one.account.id, position.position_id, text, profit))
        return found

    def _holding(self, row: int, position: Position, symbol: Symbol) -> Holding | None:
        """How a position is valued; None while it can't be."""
        place = self._prices.place(position.symbol)
        if not self._factors.is_known(place):
            return None
        level = 2 * place + (0 if position.side is Side.BUY else 1)
        lots, opened = float(position.volume) * position.side.sign, float(position.price_open)
        units = units_per_lot(symbol)
        if units is not None:
            size = lots * float(units)
            if symbol.currency_profit == self._currency:
                return Holding(row, level, size, opened, Conversion.NONE, 0)
            if is_own_rate(symbol, self._currency):
                return Holding(row, level, size, opened, Conversion.OWN_PRICE, 0)
            factor = self._factors.between(symbol.currency_profit)
            if factor is not None:
                return Holding(row, level, size, opened, Conversion.SIDED, factor)
        stated = stated_units(symbol)
        if stated is None:
            return None
        factor = self._factors.constant(*map(float, stated))
        return Holding(row, level, lots, opened, Conversion.SIDED, factor)

    def _cents(self, amount: Decimal) -> int:
        return int(rounded(np.array([float(amount)]), self.digits)[0])


def _symbols(accounts: Sequence[LiveAccount]) -> dict[str, Symbol]:
    return {name: symbol for one in accounts for name, symbol in one.symbols.items()}


def rounded(amounts: NDArray[np.float64], digits: int) -> Cents:
    """Amounts in minor units, half away from zero.

    >>> rounded(np.array([1.005, -1.005, 2.0]), 2)
    array([ 101, -101,  200])
    """
    scaled = np.abs(amounts) * 10.0**digits
    return (np.sign(amounts) * np.floor(scaled + (0.5 + TIE))).astype(np.int64)
