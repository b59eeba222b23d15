"""Profit in another currency at live quotes, each amount at the right side of the rate.

A gain in currency X is sold for the account's currency: at the bid of a symbol X/account, or one over the
ask of account/X. A loss has to be bought: at the ask, or one over the bid. The profit of a forex symbol whose
base is the account's currency is divided by its own closing price, as MetaTrader books it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from services.model import CalcMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from services.model import Symbol

CROSS = "USD"
ONE = Decimal(1)
CODE = 3
FOREX = frozenset({CalcMode.FOREX, CalcMode.FOREX_NO_LEVERAGE})


class Sided(NamedTuple):
    """What one unit of a gain and one of a loss are worth in another currency."""

    gain: Decimal
    loss: Decimal


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a conversion: by the quotes of a symbol, or by one over them."""

    symbol: str
    is_inverse: bool

    def factors(self, bid: Decimal, ask: Decimal) -> Sided:
        """The step's factors at a quote."""
        return Sided(ONE / ask, ONE / bid) if self.is_inverse else Sided(bid, ask)


Route = tuple[Leg, ...]


def currencies_of(symbol: Symbol) -> tuple[str, str]:
    """Base and profit currency of a forex symbol; an empty base for anything else.

    >>> from services.model import Symbol
    >>> currencies_of(Symbol("USDJPY.x", 3, Decimal(100_000), "JPY"))
    ('USD', 'JPY')
    """
    if symbol.calc_mode not in FOREX:
        return "", symbol.currency_profit
    name = symbol.name.lstrip("#._")
    if symbol.currency_base:
        return symbol.currency_base, symbol.currency_profit
    is_pair = name[CODE : 2 * CODE] == symbol.currency_profit and name[:CODE].isalpha()
    return (name[:CODE] if is_pair else ""), symbol.currency_profit


def is_own_rate(symbol: Symbol, currency: str) -> bool:
    """Whether the symbol's own closing price converts its profit to *currency*."""
    base, profit = currencies_of(symbol)
    return base == currency != profit


class Routes:
    """How amounts get from one currency to another by the symbols of one server."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._pairs: dict[tuple[str, str], str] = {}
        for symbol in sorted(symbols, key=lambda item: (len(item.name), item.name), reverse=True):
            base, profit = currencies_of(symbol)
            if base:
                self._pairs[base, profit] = symbol.name

    def route(self, base: str, quote: str) -> Route | None:
        """The steps from *base* to *quote*, two at most through the dollar; None when nothing leads there."""
        if base == quote:
            return ()
        direct = self._leg(base, quote)
        if direct is not None:
            return (direct,)
        first, second = self._leg(base, CROSS), self._leg(CROSS, quote)
        return None if first is None or second is None else (first, second)

    def _leg(self, base: str, quote: str) -> Leg | None:
        if (base, quote) in self._pairs:
            return Leg(self._pairs[base, quote], is_inverse=False)
        if (quote, base) in self._pairs:
            return Leg(self._pairs[quote, base], is_inverse=True)
        return None


def sided(route: Route, quotes: Mapping[str, tuple[Decimal, Decimal]]) -> Sided | None:
    """The factors of a route at these quotes (bid, ask); None while one of them is missing."""
    gain = loss = ONE
    for leg in route:
        if leg.symbol not in quotes:
            return None
        factors = leg.factors(*quotes[leg.symbol])
        gain, loss = gain * factors.gain, loss * factors.loss
    return Sided(gain, loss)


def sided_rate(
    routes: Routes,
    quotes: Mapping[str, tuple[Decimal, Decimal]],
    base: str,
    quote: str,
    daily: Callable[[str, str], Decimal | None],
) -> Sided | None:
    """The factors from *base* to *quote* by live quotes, else by the rate of the day; None without either."""
    route = routes.route(base, quote)
    found = None if route is None else sided(route, quotes)
    if found is not None:
        return found
    rate = daily(base, quote)
    return None if rate is None else Sided(rate, rate)
