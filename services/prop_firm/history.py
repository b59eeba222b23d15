"""What rules are evaluated on: an account's path and trades as arrays, its deposits and payouts taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.trade_kernel import TradeArrays
    from services.prop_firm.rules import Reset, RuleSet

_FAR = np.datetime64("9999-01-01", "us")


@dataclass(frozen=True, slots=True)
class History:
    """Balance and equity at each instant as if the account had begun with the rules' initial balance.

    A deposit or a payout moves neither of them: what remains is the initial balance and what was made since.
    `day` numbers the trading days (datetime64[D] of the day that began at the reset); `is_equity` says where
    equity was recorded; elsewhere the balance stands in.
    """

    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    equity: NDArray[np.float64]
    is_equity: NDArray[np.bool_]
    day: NDArray[np.datetime64]
    initial: float

    @classmethod
    def of(cls, track: Track, rules: RuleSet, digits: int) -> History:
        """The history of a track; amounts are rounded to the currency's digits, so that limits are exact."""
        initial = float(rules.initial_balance)
        shift = initial - track.opening - np.cumsum(track.flow)
        return cls(
            time=track.time,
            balance=np.round(track.balance + shift, digits),
            equity=np.round(track.value + shift, digits),
            is_equity=track.is_equity,
            day=trading_days(track.time, rules.reset),
            initial=initial,
        )

    @property
    def starts(self) -> NDArray[np.intp]:
        """The first row of each trading day."""
        if not self.day.size:
            return np.zeros(0, dtype=np.intp)
        return np.flatnonzero(np.concatenate(([True], self.day[1:] != self.day[:-1])))


def trading_days(times: NDArray[np.datetime64], reset: Reset) -> NDArray[np.datetime64]:
    """The trading day of each UTC instant: the date on which the last reset before or at it fell."""
    clock = server_zone(reset.zone)
    begun = timedelta(hours=reset.at.hour, minutes=reset.at.minute, seconds=reset.at.second)
    return (clock.local_times(times) - np.timedelta64(begun)).astype("datetime64[D]")


def trading_day(time: datetime, reset: Reset) -> np.datetime64:
    """The trading day of one instant; within a second, as quotes come, it is worked out once."""
    return _trading_day(time.replace(microsecond=0), reset)


@lru_cache(maxsize=256)
def _trading_day(second: datetime, reset: Reset) -> np.datetime64:
    return np.datetime64(trading_days(np.array([as_datetime64(second)]), reset)[0])


def open_lots(
    trades: TradeArrays, opened: NDArray[np.datetime64], volumes: NDArray[np.float64]
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Instants, and the lots open from each on; what is still open came at *opened* with *volumes*.

    A trade whose entry is unknown is open from its exit on for no time at all.
    """
    entry = np.where(np.isnat(trades.entry), trades.exit, trades.entry)
    times = np.concatenate((entry, opened, trades.exit, np.full(opened.size, _FAR)))
    change = np.concatenate((trades.volume, volumes, -trades.volume, -volumes))
    order = np.lexsort((change, times))  # at one instant exits come before entries
    lots = np.cumsum(change[order]).astype(np.float64)
    return times[order], lots.round(8)
