"""Splits of shares: how many shares of a day stand for one of the first day, in any account."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from services.tax.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from services.tax.model import Execution

ONE = Fraction(1)
MOST_OLD = 1_000_000  # old shares of a ratio: a third is a third, though decimals end
SAME_SPLIT = timedelta(days=7)
Step = tuple["datetime", Fraction]


class Splits:
    """The splits that any account has seen; one that several accounts report is one.

    Shares are counted in those of the first day, so that a split moves nothing and shares that were lost
    before it and bought after it are like for like.
    """

    def __init__(self, executions: Iterable[Execution]) -> None:
        """Those among *executions*."""
        self._seen: dict[str, list[Execution]] = defaultdict(list)
        self._steps: dict[tuple[str, str], tuple[list[datetime], list[Fraction]]] = {}
        for item in sorted(
            (item for item in executions if item.event is Event.SPLIT), key=lambda item: (item.time, item.key)
        ):
            self._seen[item.symbol].append(item)

    def __len__(self) -> int:
        return len(self._seen)

    def concern(self, symbol: str) -> bool:
        """Whether a symbol was ever split."""
        return symbol in self._seen

    def factor(self, account: str, symbol: str, at: datetime) -> Fraction:
        """How many shares of a moment one share of the first day has become."""
        if symbol not in self._seen:
            return ONE
        times, factors = self._of(account, symbol)
        return factors[bisect_right(times, at)]

    def denominator(self) -> int:
        """What every number of first shares is a multiple of one part of."""
        accounts = {item.account for seen in self._seen.values() for item in seen} | {""}
        every = (self._of(account, symbol)[1] for account in accounts for symbol in self._seen)
        return lcm(*(factor.numerator for factors in every for factor in factors))

    def _of(self, account: str, symbol: str) -> tuple[list[datetime], list[Fraction]]:
        found = self._steps.get((account, symbol))
        if found is None:
            times, factors = [], [ONE]
            for time, ratio in sorted(self._steps_of(account, symbol)):
                times.append(time)
                factors.append(factors[-1] * ratio)
            found = self._steps[account, symbol] = times, factors
        return found

    def _steps_of(self, account: str, symbol: str) -> list[Step]:
        """An account's own splits, and those that only others report."""
        seen = self._seen[symbol]
        known = [_step(item) for item in seen if item.account == account]
        others = sorted({item.account for item in seen} - {account})
        for other in others:
            told = [_step(item) for item in seen if item.account == other]
            known += [step for step in told if not any(_is_same(step, own) for own in known)]
        return known


def _step(item: Execution) -> Step:
    return item.time, Fraction(item.quantity).limit_denominator(MOST_OLD)


def _is_same(one: Step, other: Step) -> bool:
    return one[1] == other[1] and abs(one[0] - other[0]) <= SAME_SPLIT
