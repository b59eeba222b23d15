"""Accounts that share a server and a currency, valued together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.conversion import CROSS, Routes, currencies_of, is_own_rate
from services.calc.position_profit import margin_in_margin_currency, stated_units, units_per_lot
from services.live.exposure import Conversion, Exposure, Factor, Holdings, extended
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

ONE = 0
HARDLY = 1e-4  # of a minor unit: less is no move
TIE = 1e-6  # of a minor unit: what float64 loses of an exact half


@dataclass(frozen=True, slots=True)
class Tick:
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
        self.waiting: set[int] = set()
        self.watched: set[int] = set()
        self._currency = accounts[0].account.currency
        self._prices = prices
        self._daily = daily
        self._routes = Routes({name: item for one in accounts for name, item in one.symbols.items()}.values())
        self._constants: list[float] = [1.0]
        self._factors: list[Factor] = []
        self._by_pair: dict[tuple[str, str], int | None] = {}
        for symbol in {position.symbol for one in accounts for position in one.positions}:
            prices.place(symbol)
        self._place_routes()
        self.size = prices.levels.size
        self._last: NDArray[np.float64] | None = None
        self._build()

    def _place_routes(self) -> None:
        """Give every symbol that may convert something its place before factors point at places."""
        for one in self.accounts:
            for name, symbol in one.symbols.items():
                base, profit = currencies_of(symbol)
                if base and {base, profit} & {self._currency, CROSS}:
                    self._prices.place(name)

    def _build(self) -> None:
        rows: list[tuple[int, int, float, float, int, int]] = []
        self.refs: list[tuple[int, Position]] = []
        self.kept = np.zeros(len(self.accounts), dtype=np.int64)
        self._margins: list[tuple[int, float, int]] = []
        self.lacks_margin = np.zeros(len(self.accounts), dtype=bool)
        for row, one in enumerate(self.accounts):
            for position in one.positions:
                self.kept[row] += self._cents(position.swap)
                symbol = one.symbols.get(position.symbol)
                self._add_margin(row, one, position, symbol)
                found = None if symbol is None else self._holding(position, symbol)
                if found is None:
                    self.kept[row] += self._cents(position.profit)
                    continue
                rows.append((row, *found))
                self.refs.append((row, position))
        columns = list(zip(*rows, strict=True)) if rows else [()] * 6
        held = Holdings(
            np.array(columns[0], dtype=np.intp),
            np.array(columns[1], dtype=np.intp),
            np.array(columns[2], dtype=np.float64),
            np.array(columns[3], dtype=np.float64),
            np.array(columns[4], dtype=np.int8),
            np.array(columns[5], dtype=np.intp),
        )
        self._constant_array = np.array(self._constants)
        self.exposure = Exposure(len(self.accounts), held, self._factors, self._prices.levels)
        self.refs = [self.refs[place] for place in self.exposure.order]
        self.cents = np.array([self._cents(position.profit) for _, position in self.refs], dtype=np.int64)
        self.watched.update((held.level // 2).tolist())

    def has_moved(self) -> bool:
        """Whether any account is worth something else than at the last call; the first time it is."""
        totals = self.exposure.value(self._prices.levels, self._constant_array)
        last = self._last
        if last is not None and float(np.abs(totals - last).max()) * 10**self.digits <= HARDLY:
            return False
        self._last = totals
        return True

    def settle(self) -> tuple[Cents, Cents]:
        """Floating profit with swap by account, the sum of rounded positions, and which positions moved."""
        profits = self.exposure.profits(self._prices.levels, self._constant_array)
        cents = rounded(profits, self.digits)
        moved = np.flatnonzero(cents != self.cents)
        self.cents = cents
        sums = np.bincount(self.exposure.held.account, weights=cents, minlength=len(self.accounts))
        return np.rint(sums).astype(np.int64) + self.kept, moved

    def margins(self) -> list[int | None]:
        """Margin by account: the broker's figure, else computed; None where it can't be told."""
        known = extended(self._prices.levels, self._constant_array)
        ones = (self._one(), self._one())
        levels = [self._factors[factor].loss if factor >= 0 else ones for _, _, factor in self._margins]
        places = np.array(levels, dtype=np.intp).reshape(-1, 2)
        amounts = np.array([amount for _, amount, _ in self._margins], dtype=np.float64)
        rows = np.array([row for row, _, _ in self._margins], dtype=np.intp)
        worth = amounts * known[places[:, 0]] * known[places[:, 1]]
        sums = np.bincount(rows, weights=worth, minlength=len(self.accounts)).astype(np.float64)
        computed = rounded(sums, self.digits)
        found: list[int | None] = []
        for row, one in enumerate(self.accounts):
            if one.stated_margin is not None:
                found.append(self._cents(one.stated_margin))
            elif self.lacks_margin[row]:
                found.append(None)
            else:
                found.append(int(computed[row]))
        return found

    def stale(self, old: set[int]) -> NDArray[np.bool_]:
        """Which accounts hold something whose price is among the *old* ones, or has none."""
        marks = np.zeros(max(self._prices.levels.size // 2, 1), dtype=bool)
        marks[list(old)] = True
        held = self.exposure.held
        counts = np.bincount(held.account, weights=marks[held.level // 2], minlength=len(self.accounts))
        priced = np.bincount(held.account, minlength=len(self.accounts))
        all_priced = priced == [len(one.positions) for one in self.accounts]
        return np.asarray((counts > 0) | ~all_priced, dtype=np.bool_)

    def tick(self, place: int) -> Tick:
        """The newest price and profit of the position at a place."""
        row, position = self.refs[place]
        one = self.accounts[row]
        price = self._prices.levels[self.exposure.held.level[place]]
        digits = one.symbols[position.symbol].digits
        return Tick(one.account.id, position.position_id, f"{price:.{digits}f}", int(self.cents[place]))

    def ticks_of(self, account_id: UUID) -> list[Tick]:
        """The newest prices and profits of an account's positions that have a price."""
        rows = {row for row, one in enumerate(self.accounts) if one.account.id == account_id}
        return [self.tick(place) for place, (row, _) in enumerate(self.refs) if row in rows]

    def _holding(self, position: Position, symbol: Symbol) -> tuple[int, float, float, int, int] | None:
        """Level, size, open price, conversion and factor of a position; None while it can't be valued."""
        place = self._prices.place(position.symbol)
        if not self._is_known(place):
            return None
        level = 2 * place + (0 if position.side is Side.BUY else 1)
        lots = float(position.volume) * position.side.sign
        opened = float(position.price_open)
        units = units_per_lot(symbol)
        if units is not None:
            size = lots * float(units)
            if symbol.currency_profit == self._currency:
                return level, size, opened, Conversion.NONE, ONE
            if is_own_rate(symbol, self._currency):
                return level, size, opened, Conversion.OWN_PRICE, ONE
            factor = self._factor(symbol.currency_profit, self._currency)
            if factor is not None:
                return level, size, opened, Conversion.SIDED, factor
        stated = stated_units(symbol)
        if stated is None:
            return None
        return level, lots, opened, Conversion.SIDED, self._constant_factor(*map(float, stated))

    def _factor(self, base: str, quote: str) -> int | None:
        """The place of the factor from one currency to the other; None while nobody knows it."""
        if (base, quote) not in self._by_pair:
            self._by_pair[base, quote] = self._live_factor(base, quote)
        return self._by_pair[base, quote]

    def _live_factor(self, base: str, quote: str) -> int | None:
        route = self._routes.route(base, quote)
        places = [] if route is None else [self._prices.place(leg.symbol) for leg in route]
        unknown = {place for place in places if not self._is_known(place)}
        if route is None or unknown:
            rate = self._daily(base, quote)
            return None if rate is None else self._constant_factor(float(rate), float(rate))
        self.watched.update(places)
        count = self._prices.levels.size
        gains, losses = [], []
        for leg, place in zip(route, places, strict=True):
            bid, ask = 2 * place, 2 * place + 1
            gains.append(count + ask if leg.is_inverse else bid)
            losses.append(count + bid if leg.is_inverse else ask)
        ones = [self._one()] * (2 - len(places))
        return self._add_factor(tuple(gains + ones), tuple(losses + ones))

    def _constant_factor(self, gain: float, loss: float) -> int:
        first = 2 * self._prices.levels.size + len(self._constants)
        self._constants += [gain, loss]
        return self._add_factor((first, self._one()), (first + 1, self._one()))

    def _add_factor(self, gain: tuple[int, ...], loss: tuple[int, ...]) -> int:
        self._factors.append(Factor((gain[0], gain[1]), (loss[0], loss[1])))
        return len(self._factors) - 1

    def _one(self) -> int:
        return 2 * self._prices.levels.size + ONE

    def _is_known(self, place: int) -> bool:
        if np.isnan(self._prices.levels[2 * place]):
            self.waiting.add(place)
            return False
        return True

    def _add_margin(self, row: int, one: LiveAccount, position: Position, symbol: Symbol | None) -> None:
        amount = None
        if symbol is not None:
            leverage = one.account.leverage
            amount = margin_in_margin_currency(symbol, position.volume, position.price_open, leverage)
            currency = symbol.currency_margin or currencies_of(symbol)[0] or symbol.currency_profit
        if amount is None:
            self.lacks_margin[row] = True
            return
        factor = -1 if currency == self._currency else self._factor(currency, self._currency)
        if factor is None:
            self.lacks_margin[row] = True
            return
        self._margins.append((row, float(amount), factor))

    def _cents(self, amount: Decimal) -> int:
        return int(rounded(np.array([float(amount)]), self.digits)[0])


def rounded(amounts: NDArray[np.float64], digits: int) -> Cents:
    """Amounts in minor units, half away from zero.

    >>> rounded(np.array([1.005, -1.005, 2.0]), 2)
    array([ 101, -101,  200])
    """
    scaled = np.abs(amounts) * 10.0**digits
    return (np.sign(amounts) * np.floor(scaled + (0.5 + TIE))).astype(np.int64)
