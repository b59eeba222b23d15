"""What accounts earned hour by hour, and the same by day and by hour of the week."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray

    from services.calc.equity import Booked
    from services.calc.server_zone import ServerZone

HOURS, WEEKDAYS = 24, 7
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class HourlyEquity:
    """Equity at the end of hours of several accounts: by account (a row of `accounts`), then by time.

    `last` is the time of an hour's last snapshot; `before` the equity known ahead of it, at `counted_from`.
    """

    accounts: tuple[UUID, ...]
    owner: NDArray[np.int64]
    start: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    equity: NDArray[np.float64]
    before: NDArray[np.float64]
    counted_from: NDArray[np.datetime64]

    def since(self, start: datetime) -> HourlyEquity:
        """The hours from *start* on."""
        rows = self.start >= as_datetime64(start)
        columns = (getattr(self, field.name)[rows] for field in fields(self)[1:])
        return HourlyEquity(self.accounts, *columns)


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
        flows = np.flatnonzero(deals.flow)
        slots = np.searchsorted(hours.last[rows], deals.time[flows], side="left")
        flows, slots = flows[slots < rows.size], rows[slots[slots < rows.size]]
        inside = deals.time[flows] > hours.counted_from[slots]
        np.subtract.at(profit, slots[inside], deals.flow[flows[inside]])
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


def with_before(
    accounts: tuple[UUID, ...],
    owner: NDArray[np.int64],
    start: NDArray[np.datetime64],
    last: NDArray[np.datetime64],
    equity: NDArray[np.float64],
    opening: Sequence[tuple[float, np.datetime64]],
) -> HourlyEquity:
    """Hours in order with what was before each; *opening* (by account) says what and when for the first."""
    first = np.ones(owner.size, dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    values = np.array([value for value, _ in opening], dtype=np.float64)
    times = np.array([time for _, time in opening], dtype="datetime64[us]")
    before, counted_from = np.roll(equity, 1), np.roll(last, 1)
    before[first], counted_from[first] = values[owner[first]], times[owner[first]]
    return HourlyEquity(accounts, owner, start, last, equity, before, counted_from)
