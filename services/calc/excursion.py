"""Prices while a trade was open as money: the worst and best it stood at, and what its first stop risked.

Source: J. Sweeney, Maximum Adverse Excursion, 1996; Van K. Tharp for R.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from decimal import Decimal

LONGEST_GAP = 60.0
"""Seconds without a quote, the closed weekend left out, beyond which prices say nothing of a trade."""


class Prices(Protocol):
    """What is known of a closed trade; None is unknown."""

    @property
    def is_long(self) -> bool:
        """Whether it was bought first."""

    @property
    def entry(self) -> float:
        """The mean price of its entries."""

    @property
    def exit(self) -> float:
        """The mean price of its exits."""

    @property
    def profit(self) -> float:
        """Its result before costs, in the account's currency."""

    @property
    def stop(self) -> float | None:
        """Its first stop."""

    @property
    def low(self) -> float | None:
        """The lowest price it could have been closed at."""

    @property
    def high(self) -> float | None:
        """The highest price it could have been closed at."""

    @property
    def gap(self) -> float | None:
        """The longest stretch of its time without a quote, in seconds."""


class Excursion(NamedTuple):
    """Worst and best floating profit (at most and at least 0), and the loss at the first stop; or NaN."""

    mae: float
    mfe: float
    risk: float


def excursion(trade: Prices) -> Excursion:
    """The excursion of a trade; prices become money by what a unit of price earned in the trade itself."""
    sign = 1 if trade.is_long else -1
    moved = (trade.exit - trade.entry) * sign
    worth = trade.profit / moved if moved else math.nan
    if not worth > 0:  # no price moved, or the profit has another cause: nothing tells the worth of a price
        return Excursion(math.nan, math.nan, math.nan)
    mae, mfe = _range(trade, sign, worth)
    return Excursion(mae, mfe, _risk(trade, sign, worth))


def in_r(net: Decimal | float, risk: float) -> float:
    """A result after costs in multiples of what was risked before them; NaN where no risk is known.

    >>> in_r(30.0, 10.0)
    3.0
    """
    return float(net) / risk if risk > 0 else math.nan


def _range(trade: Prices, sign: int, worth: float) -> tuple[float, float]:
    if trade.low is None or trade.high is None or trade.gap is None or trade.gap > LONGEST_GAP:
        return math.nan, math.nan
    ends = [(price - trade.entry) * sign * worth for price in (trade.low, trade.high)]
    return min(*ends, trade.profit, 0.0), max(*ends, trade.profit, 0.0)


def _risk(trade: Prices, sign: int, worth: float) -> float:
    """The loss at the stop; a stop that stands in profit risks nothing that R could be counted in."""
    if trade.stop is None:
        return math.nan
    distance = (trade.entry - trade.stop) * sign
    return distance * worth if distance > 0 else math.nan
