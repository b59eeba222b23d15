"""Results of trades to growth and falls of the balance that they alone move: many accounts at once."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from services.calc import blocks
from services.calc.many_returns_kernel import many_return_statistics
from services.calc.statistics import DrawdownStatistics

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    from services.calc.statistics import ReturnStatistics

    Floats: TypeAlias = NDArray[np.float64]

LEAST_TRADES = 2
_NAMES = tuple(field.name for field in fields(DrawdownStatistics))


def many_curve_statistics(
    net: Floats, offsets: NDArray[np.intp], start: Floats
) -> tuple[ReturnStatistics, DrawdownStatistics]:
    """Growth of each trade on the balance before it, and falls of the balance; shape (accounts,).

    Account i starts with start[i] and has the results from offsets[i] up to offsets[i + 1]. Steps are not
    annualised, their deviation is that of all of them, as on the mt5 basis; a balance of 0 has no growth.
    """
    growths = np.empty(net.size)
    falls = {name: np.full(offsets.size - 1, np.nan) for name in _NAMES}
    walk = _Walk(int(np.diff(offsets).max(initial=0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for account, (first, last) in enumerate(pairwise(offsets.tolist())):
            if first == last:
                continue
            walk.begin(float(start[account]))
            for row in range(first, last, blocks.BLOCK):
                piece = slice(row, min(row + blocks.BLOCK, last))
                walk.go_on(net[piece], growths[piece])
            for name, value in walk.numbers().items():
                falls[name][account] = value
    returns = many_return_statistics(growths, offsets, per_year=1.0, days=np.nan, ddof=0, least=LEAST_TRADES)
    return returns, DrawdownStatistics(**falls)


class _Walk:
    """The way of one balance after the other, in pieces that carry balance and peak over to the next."""

    def __init__(self, longest: int) -> None:
        size = min(longest, blocks.BLOCK) + 1
        self._balances, self._peaks, self._falls = np.empty(size), np.empty(size), np.empty(size)

    def begin(self, start: float) -> None:
        """Start anew with this balance."""
        self._start = self._balance = self._peak = self._lowest = start
        self._money = self._fraction = (0.0, 0.0)  # the largest fall, and the other measure of the same one
        self._current = 0.0

    def go_on(self, net: Floats, growth: Floats) -> None:
        """Add these results; their growth is filled in. The first place holds what was carried over."""
        balances, peaks, falls = (
            scratch[: net.size + 1] for scratch in (self._balances, self._peaks, self._falls)
        )
        balances[0] = self._balance
        np.add.accumulate(net, out=balances[1:])
        balances[1:] += self._balance
        np.divide(net, balances[:-1], out=growth)
        lowest = float(balances[balances.argmin()])
        if lowest <= 0:
            growth[balances[:-1] == 0] = np.nan
        self._balance, self._lowest = float(balances[-1]), min(self._lowest, lowest)
        balances[0] = self._peak
        np.maximum.accumulate(balances, out=peaks)
        self._peak = float(peaks[-1])
        np.subtract(peaks, balances, out=falls)
        self._see(falls, peaks)

    def numbers(self) -> dict[str, float]:
        """Largest fall in money and as a fraction, each with the other at its place; positive."""
        return {
            "balance": self._fraction[0],
            "balance_money": self._money[0],
            "balance_money_fraction": self._money[1],
            "balance_fraction_money": self._fraction[1],
            "absolute": max(self._start - self._lowest, 0.0),
            "current": self._current,
        }

    def _see(self, money: Floats, peaks: Floats) -> None:
        """Keep the largest falls; *peaks* is overwritten. A peak of nothing has no fraction."""
        deepest = int(money.argmax())
        is_funded = peaks[0] > 0
        fraction = np.divide(money, peaks, out=peaks) if is_funded else _fractions(money, peaks)
        largest = int(fraction.argmax())
        self._money = max(self._money, (float(money[deepest]), float(fraction[deepest])), key=_first)
        self._fraction = max(self._fraction, (float(fraction[largest]), float(money[largest])), key=_first)
        self._current = float(fraction[-1])


def _fractions(money: Floats, peaks: Floats) -> Floats:
    return np.where(peaks > 0, money / peaks, 0.0)


def _first(pair: tuple[float, float]) -> float:
    return pair[0]
