"""Several accounts as one: their tracks in one currency on one grid of hours, their trades in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.equity import Track, flow_neutral_index
from services.calc.server_zone import server_zone
from services.calc.trade_kernel import TradeArrays, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.currency import DailyRates
    from services.calc.record import TrackRecord
    from services.model import Account

GRAIN = "the end of every hour"
FINER_GRAIN = "the end of every quarter of an hour"
_HOUR, _QUARTER, _INSTANT = np.timedelta64(3600, "s"), np.timedelta64(900, "s"), np.timedelta64(1, "us")
_NOTHING = np.timedelta64(0, "us")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The joint track and trades of several accounts, in one currency.

    A foreign account's value moves with its rate; its trades are converted at the rate of their exit's day.
    """

    currency: str
    track: Track
    trades: TradeArrays
    records: tuple[TrackRecord, ...]
    rates: AccountRates


@dataclass(frozen=True, slots=True)
class AccountRates:
    """Daily rates for demo accounts (made up) and for real ones; the two are never mixed."""

    demo: DailyRates
    real: DailyRates

    @property
    def version(self) -> tuple[int, ...]:
        """What changes when a rate is added."""
        known = (*self.demo.pairs.values(), *self.real.pairs.values())
        return tuple(days.size for days, _ in known)

    def of(self, account: Account) -> DailyRates:
        """The rates that may convert this account's money."""
        return self.demo if account.is_demo else self.real


def missing_rates(records: Sequence[TrackRecord], rates: AccountRates, currency: str) -> tuple[str, ...]:
    """Currencies of accounts that no rate turns into *currency*."""
    return tuple(
        sorted(
            {
                record.account.currency
                for record in records
                if not rates.of(record.account).knows(record.account.currency, currency)
            }
        )
    )


def combine(
    records: Sequence[TrackRecord], rates: AccountRates, currency: str, zone: str = "UTC"
) -> Portfolio:
    """The accounts together, on points at which the days of *zone* end too.

    Every pair of currencies must be known to *rates*. One account in its own currency stays as it is.
    """
    alone = len(records) == 1 and records[0].account.currency == currency
    return Portfolio(
        currency,
        records[0].track if alone else _joint_track(records, rates, currency, zone),
        records[0].ledger.trades.arrays if alone else _joint_trades(records, rates, currency),
        tuple(records),
        rates,
    )


def _joint_track(records: Sequence[TrackRecord], rates: AccountRates, currency: str, zone: str) -> Track:
    tracks = [record.track for record in records if record.track.time.size]
    grid, grain = _grid(tracks, zone)
    days = grid.astype("datetime64[D]")
    balance, value, flow = np.zeros(grid.size), np.zeros(grid.size), np.zeros(grid.size)
    is_equity = np.ones(grid.size, dtype=bool)
    for record in records:
        track = record.track
        if not track.time.size:
            continue
        factor = rates.of(record.account).factors(record.account.currency, currency, days)
        at = np.searchsorted(track.time, grid, side="right") - 1
        begun = at >= 0
        row = np.maximum(at, 0)
        balance += np.where(begun, track.balance[row], 0.0) * factor
        value += np.where(begun, track.value[row], 0.0) * factor
        is_equity &= ~begun | track.is_equity[row]
        arrived = np.cumsum(np.concatenate(([track.opening], track.flow)))
        paid_in = np.where(begun, arrived[row + 1], 0.0)
        flow += np.diff(np.concatenate(([0.0], paid_in))) * factor
    before = np.concatenate(([0.0], value[:-1]))
    return Track(0.0, grid, balance, value, flow, flow_neutral_index(before + flow, value), is_equity, grain)


def _grid(tracks: Sequence[Track], zone: str) -> tuple[NDArray[np.datetime64], str]:
    """The last instant of every hour from the first point to the last, and the last point itself.

    Of every quarter of an hour where the days of the zone begin between two hours.
    """
    if not tracks:
        return np.zeros(0, dtype="datetime64[us]"), GRAIN
    first = min(track.time[0] for track in tracks)
    last = max(track.time[-1] for track in tracks)
    steps, grain = _ends(first, last, _HOUR), GRAIN
    offsets = server_zone(zone).local_times(steps) - steps
    if (offsets % _HOUR != _NOTHING).any():
        steps, grain = _ends(first, last, _QUARTER), FINER_GRAIN
    return np.concatenate((steps, [last])), grain


def _ends(first: np.datetime64, last: np.datetime64, step: np.timedelta64) -> NDArray[np.datetime64]:
    """The last instants of the steps that end before *last*, from the one that *first* lies in."""
    begins = np.arange(first.astype("datetime64[h]") + step, last, step).astype("datetime64[us]")
    return np.asarray(begins - _INSTANT, dtype="datetime64[us]")[begins > first]


def _joint_trades(records: Sequence[TrackRecord], rates: AccountRates, currency: str) -> TradeArrays:
    """All trades by exit time, money converted at the rate of the exit's day."""
    columns = []
    for record in records:
        one = record.ledger.trades.arrays
        factor = rates.of(record.account).factors(
            record.account.currency, currency, one.exit.astype("datetime64[D]")
        )
        columns.append(
            TradeArrays(
                one.net * factor,
                one.is_long,
                one.volume,
                one.commission * factor,
                one.swap * factor,
                one.fee * factor,
                one.entry,
                one.exit,
            )
        )
    joint = joined(columns)
    order = np.argsort(joint.exit, kind="stable")
    return joint.rows(order)
