"""What accounts earned hour by hour, and the same by day and by hour of the week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray

    from services.calc.equity import Booked
    from services.calc.server_zone import ServerZone

HOURS, WEEKDAYS = 24, 7
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class HourlyEquity:
    """Equity at the end of every hour of several accounts: by account (a row of `accounts`), then by time.

    `before` is the last equity ahead of an hour, of whichever hour that was; `last` the time of the hour's
    last snapshot.
    """

    accounts: tuple[UUID, ...]
    owner: NDArray[np.int64]
    start: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    before: NDArray[np.float64]
    equity: NDArray[np.float64]

    def since(self, start: datetime) -> HourlyEquity:
        """The hours from *start* on."""
        rows = self.start >= as_datetime64(start)
        return HourlyEquity(
            self.accounts,
            self.owner[rows],
            self.start[rows],
            self.last[rows],
            self.before[rows],
            self.equity[rows],
        )


@dataclass(frozen=True, slots=True)
class HourlyProfit:
    """Money earned in each hour by each account, deposits and withdrawals taken out."""

    accounts: tuple[UUID, ...]
    owner: NDArray[np.int64]
    start: NDArray[np.datetime64]
    profit: NDArray[np.float64]


def hourly_profit(hours: HourlyEquity, booked: Mapping[UUID, Booked]) -> HourlyProfit:
    """The change of equity in each hour without the flows that arrived by its last snapshot."""
    profit = hours.equity - hours.before
    for number, account_id in enumerate(hours.accounts):
        deals = booked.get(account_id)
        rows = np.flatnonzero(hours.owner == number)
        if deals is None or not rows.size:
            continue
        flows = deals.flow != 0
        slots = np.searchsorted(hours.last[rows], deals.time[flows], side="left")
        amounts, times = deals.flow[flows], deals.time[flows]
        inside = (slots < rows.size) & (times >= hours.start[rows[0]])
        np.subtract.at(profit, rows[slots[inside]], amounts[inside])
    return HourlyProfit(hours.accounts, hours.owner, hours.start, profit)


def profit_by_day(
    hours: HourlyProfit, zone: ServerZone
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """The days of *zone* from the first to the last, and profits of shape (accounts, days).

    Hours belong to the day they begin in, so the clock of *zone* must be whole hours from UTC.
    """
    if not hours.start.size:
        return np.zeros(0, dtype="datetime64[D]"), np.zeros((len(hours.accounts), 0))
    local = _local(hours.start, zone).astype("datetime64[D]")
    first = local.min()
    days = np.arange(first, local.max() + 1)
    slots = hours.owner * days.size + (local - first).astype(np.int64)
    sums = np.bincount(slots, weights=hours.profit, minlength=len(hours.accounts) * days.size)
    return days, sums.reshape(len(hours.accounts), days.size).astype(np.float64)


def profit_by_hour_and_weekday(hours: HourlyProfit, zone: ServerZone) -> NDArray[np.float64]:
    """Profits of all accounts of shape (24, 7), by hour and weekday (Monday first) on *zone*'s clock."""
    numbers = _local(hours.start, zone).astype("datetime64[h]").astype(np.int64)
    days, hour = np.divmod(numbers, HOURS)
    slots = hour * WEEKDAYS + (days + _EPOCH_WEEKDAY) % WEEKDAYS
    sums = np.bincount(slots, weights=hours.profit, minlength=HOURS * WEEKDAYS)
    return sums.reshape(HOURS, WEEKDAYS).astype(np.float64)


def _local(times: NDArray[np.datetime64], zone: ServerZone) -> NDArray[np.datetime64]:
    """Local times, each distinct hour converted once."""
    distinct, place = np.unique(times, return_inverse=True)
    return zone.local_times(distinct)[place]


def with_before(hours: HourlyEquity, opening: NDArray[np.float64]) -> HourlyEquity:
    """The hours with `before` filled in; *opening* (by account) is what was ahead of each account's first."""
    first = np.ones(hours.owner.size, dtype=bool)
    first[1:] = hours.owner[1:] != hours.owner[:-1]
    return replace(hours, before=np.where(first, opening[hours.owner], np.roll(hours.equity, 1)))
