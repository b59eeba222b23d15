"""The flow-neutral index: what one unit of capital became, deposits and withdrawals taken out.

Source: the true time-weighted return; a period is split at every flow and its parts are chained.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from services.calc.deal_class import EXTERNAL_FLOWS, deal_class
from services.calc.period import as_datetime64
from services.calc.round_trips import in_order
from services.model import DealClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from services.model import Deal

EQUITY = "equity snapshots"
BALANCE = "balance after each deal; floating profit between deals is unknown"
EVERY_POINT = "every recorded point"


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Recorded states of one account as columns, by time (UTC datetime64[us]); `grain` says how fine."""

    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    equity: NDArray[np.float64]
    grain: str = EVERY_POINT


@dataclass(frozen=True, slots=True)
class Booked:
    """An account's deals as columns, in order: time, balance after each (from *opening*), and its flow."""

    opening: float
    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    flow: NDArray[np.float64]

    @property
    def flow_times(self) -> NDArray[np.datetime64]:
        """When money arrived or left."""
        times: NDArray[np.datetime64] = self.time[self.flow != 0]
        return times

    def at(self, times: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """The balance that the deals up to each of *times* make."""
        balance = np.concatenate(([self.opening], self.balance))
        found: NDArray[np.float64] = balance[np.searchsorted(self.time, times, side="right")]
        return found


@dataclass(frozen=True, slots=True)
class Track:
    """Capital over time: at each point the value after it, and the flow that arrived just before it.

    `value` is equity where snapshots know it, else balance; `index` starts at 1 and grows by the flow-neutral
    return of each step; NaN from where capital was not positive. `is_equity` says which points are equity;
    `opening` is what was there before the first; `grain` is that of the snapshots.
    """

    opening: float
    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    value: NDArray[np.float64]
    flow: NDArray[np.float64]
    index: NDArray[np.float64]
    is_equity: NDArray[np.bool_]
    grain: str = EVERY_POINT

    @property
    def series(self) -> str:
        """What was measured."""
        return EQUITY if self.is_equity.any() else BALANCE


def balance_points(deals: Iterable[Deal], opening_balance: float) -> Booked:
    """Time, balance after, and flow of each deal, in order; credit leaves the balance alone."""
    ordered = in_order(deals)
    time = np.array([as_datetime64(deal.time) for deal in ordered], dtype="datetime64[us]")
    classes = [deal_class(deal) for deal in ordered]
    cash = np.array([float(deal.cash) for deal in ordered], dtype=np.float64)
    credit = np.array([kind is DealClass.CREDIT for kind in classes], dtype=bool)
    flows = np.array([kind in EXTERNAL_FLOWS for kind in classes], dtype=bool)
    moved = np.where(credit, 0.0, cash)
    balance = opening_balance + np.cumsum(moved)
    return Booked(opening_balance, time, balance, np.where(flows, moved, 0.0))


def build_track(deals: Iterable[Deal], opening_balance: float, snapshots: Snapshots) -> Track:
    """The track of one account: balance points until the first snapshot, equity snapshots from there on.

    A flow counts as arriving right after the snapshot before it, so snapshots taken at flows make it exact.
    """
    return track_of(balance_points(deals, opening_balance), opening_balance, snapshots)


def track_of(booked: Booked, opening_balance: float, snapshots: Snapshots) -> Track:
    """The same of deals that are columns already."""
    time, balance, flow = booked.time, booked.balance, booked.flow
    if not snapshots.time.size:
        return _with_index(time, balance, balance, flow, np.zeros(time.size, dtype=bool), opening_balance)
    early = time < snapshots.time[0]
    late_times, late_flows = time[~early], flow[~early]
    slots = np.searchsorted(snapshots.time, late_times, side="left")
    inside = slots < snapshots.time.size
    snapshot_flow = np.zeros(snapshots.time.size)
    np.add.at(snapshot_flow, slots[inside], late_flows[inside])
    known = np.r_[np.zeros(int(early.sum()), dtype=bool), np.ones(snapshots.time.size, dtype=bool)]
    track = _with_index(
        np.concatenate([time[early], snapshots.time]),
        np.concatenate([balance[early], snapshots.balance]),
        np.concatenate([balance[early], snapshots.equity]),
        np.concatenate([flow[early], snapshot_flow]),
        known,
        opening_balance,
    )
    return replace(track, grain=snapshots.grain)


def _with_index(
    time: NDArray[np.datetime64],
    balance: NDArray[np.float64],
    value: NDArray[np.float64],
    flow: NDArray[np.float64],
    is_equity: NDArray[np.bool_],
    opening: float,
) -> Track:
    before = np.concatenate(([opening], value[:-1])) if value.size else value
    return Track(opening, time, balance, value, flow, flow_neutral_index(before + flow, value), is_equity)


def flow_neutral_index(capital: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chained growth of steps that start with *capital* (after flows) and end with *value*; starts at 1.

    Before the first positive capital it stays 1; after capital was not positive it is NaN. The first step of
    an account funded by its first flow has growth 1.
    """
    growth = np.ones(value.size)
    funded = np.maximum.accumulate(capital > 0) if capital.size else np.zeros(0, dtype=bool)
    positive = capital > 0
    np.divide(value, capital, out=growth, where=positive)
    growth[funded & ~positive] = np.nan
    growth[growth < 0] = np.nan
    return np.cumprod(growth).astype(np.float64)


def drawdown(values: NDArray[np.float64], start: float | None = None) -> NDArray[np.float64]:
    """Fraction below the running peak (<= 0), the peak seeded with *start*; 0 while no peak is positive."""
    if not values.size:
        return values
    seed = values[0] if start is None else start
    peak = np.maximum(np.fmax.accumulate(values), seed)
    fall = np.zeros(values.size)
    np.divide(values - peak, peak, out=fall, where=peak > 0)
    return fall


def drawdown_money(values: NDArray[np.float64], flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Money below the running peak (<= 0), flows taken out of the curve."""
    if not values.size:
        return values
    neutral = values - np.cumsum(flow)
    fall: NDArray[np.float64] = neutral - np.fmax.accumulate(neutral)
    return fall
