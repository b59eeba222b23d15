"""The factors that convert profits of other currencies, as products of known prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.conversion import CROSS, Routes, currencies_of
from services.live.holdings import CONSTANTS, ONE, Factor, Known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from services.calc.conversion import Route
    from services.live.prices import Prices
    from services.model import Symbol


class Factors:
    """The factors into one currency by the symbols of a server; `all` grows as they are asked for.

    `watched` are the places of prices they stand on, `waiting` those that lack one.
    """

    def __init__(
        self,
        currency: str,
        symbols: Mapping[str, Symbol],
        prices: Prices,
        daily: Callable[[str, str], Decimal | None],
    ) -> None:
        self.currency = currency
        self.all: list[Factor] = []
        self.watched: set[int] = set()
        self.waiting: set[int] = set()
        self._prices = prices
        self._daily = daily
        self._routes = Routes(symbols.values())
        self._constants = list(CONSTANTS)
        self._found: dict[str, int | None] = {}
        for name, symbol in symbols.items():
            base, profit = currencies_of(symbol)
            if base and {base, profit} & {currency, CROSS}:
                prices.place(name)  # before factors point at places: a new one would move them

    def known(self) -> Known:
        """The values that the factors are products of."""
        return Known(self._prices.levels.size, self._constants)

    def between(self, base: str) -> int | None:
        """The place of the factor from *base*; None while nobody knows one."""
        if base not in self._found:
            route = self._routes.route(base, self.currency)
            live = None if route is None else self._live(route)
            self._found[base] = self._of_the_day(base) if live is None else live
        return self._found[base]

    def constant(self, gain: float, loss: float) -> int:
        """The place of a factor that stays."""
        first = 2 * self._prices.levels.size + len(self._constants)
        self._constants += [gain, loss]
        return self._add((first, self.one), (first + 1, self.one))

    def is_known(self, place: int) -> bool:
        """Whether there is a price; where there is none, it is waited for."""
        if np.isnan(self._prices.levels[2 * place]):
            self.waiting.add(place)
            return False
        return True

    @property
    def one(self) -> int:
        """The place of the factor 1."""
        return 2 * self._prices.levels.size + ONE

    def _of_the_day(self, base: str) -> int | None:
        rate = self._daily(base, self.currency)
        return None if rate is None else self.constant(float(rate), float(rate))

    def _live(self, route: Route) -> int | None:
        """The factor by live prices; None until all of them have come."""
        places = [self._prices.place(leg.symbol) for leg in route]
        if not all([self.is_known(place) for place in places]):  # noqa: C419 - all of them are waited for
            return None
        self.watched.update(places)
        count = self._prices.levels.size
        gains, losses = [self.one] * 2, [self.one] * 2
        for step, (leg, place) in enumerate(zip(route, places, strict=True)):
            bid, ask = 2 * place, 2 * place + 1
            gains[step] = count + ask if leg.is_inverse else bid
            losses[step] = count + bid if leg.is_inverse else ask
        return self._add((gains[0], gains[1]), (losses[0], losses[1]))

    def _add(self, gain: tuple[int, int], loss: tuple[int, int]) -> int:
        self.all.append(Factor(gain, loss))
        return len(self.all) - 1
