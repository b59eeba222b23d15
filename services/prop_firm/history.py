"""What rules are evaluated on: an account's path and trades as arrays, its deposits and payouts taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.prop_firm.flows import known_flows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Booked, Track
    from services.calc.trade_kernel import TradeArrays
    from services.prop_firm.rules import Reset, RuleSet

_FAR = np.datetime64("9999-01-01", "us")


@dataclass(frozen=True, slots=True)
class History:
    """Balance and equity at each instant as if the account had begun with the rules' initial balance.

    A deposit or a payout moves neither of them: what remains is the initial balance and what was made since.
    `day` numbers the trading days (datetime64[D] of the day that began at the reset), `opens` has the balance
    at the reset of each of them; `is_equity` says where equity was recorded; elsewhere the balance stands in.
    `made` is what the deals until each instant of `deal_time` made.
    """

    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    equity: NDArray[np.float64]
    is_equity: NDArray[np.bool_]
    day: NDArray[np.datetime64]
    opens: NDArray[np.float64]
    deal_time: NDArray[np.datetime64]
    made: NDArray[np.float64]
    initial: float

    @classmethod
    def of(cls, track: Track, booked: Booked, rules: RuleSet, digits: int) -> History:
        """The history of a track and its deals.

        Amounts are rounded to the currency's digits, so that limits are exact.
        """
        initial = float(rules.initial_balance)
        shift = initial - track.opening - known_flows(track, booked, digits)
        day = trading_days(track.time, rules.reset)
        made = booked.balance - booked.opening - np.cumsum(booked.flow)
        before = np.searchsorted(booked.time, resets(day[day_starts(day)], rules.reset), side="left")
        opens = initial + np.concatenate(([0.0], made))[before]
        opens[:1] = initial
        return cls(
            time=track.time,
            balance=np.round(track.balance + shift, digits),
            equity=np.round(track.value + shift, digits),
            is_equity=track.is_equity,
            day=day,
            opens=np.round(opens, digits),
            deal_time=booked.time,
            made=np.round(made, digits),
            initial=initial,
        )

    @property
    def starts(self) -> NDArray[np.intp]:
        """The first row of each trading day."""
        return day_starts(self.day)

    @property
    def closes(self) -> NDArray[np.float64]:
        """The balance at the end of each trading day, now for the last."""
        now = self.initial + (self.made[-1] if self.made.size else 0.0)
        return np.append(self.opens[1:], now)


def day_starts(day: NDArray[np.datetime64]) -> NDArray[np.intp]:
    """The first row of each run of equal days."""
    return np.flatnonzero(np.concatenate((np.ones(min(day.size, 1), dtype=bool), day[1:] != day[:-1])))


def resets(days: NDArray[np.datetime64], reset: Reset) -> NDArray[np.datetime64]:
    """The UTC instant at which each trading day began: where clocks go back, the first of two."""
    return np.array([_reset(day, reset) for day in days.tolist()], dtype="datetime64[us]")


@lru_cache(maxsize=20_000)
def _reset(day: date, reset: Reset) -> np.datetime64:
    return as_datetime64(server_zone(reset.zone).to_utc(datetime.combine(day, reset.at)))


def trading_days(times: NDArray[np.datetime64], reset: Reset) -> NDArray[np.datetime64]:
    """The trading day of each UTC instant: the date on which the last reset before or at it fell."""
    begun = timedelta(hours=reset.at.hour, minutes=reset.at.minute, seconds=reset.at.second)
    near = np.unique((server_zone(reset.zone).local_times(times) - np.timedelta64(begun)).astype("M8[D]"))
    days = np.unique(np.concatenate((near - 1, near, near + 1)))  # clocks that change move some by one
    return days[np.searchsorted(resets(days, reset), times, side="right") - 1]


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
