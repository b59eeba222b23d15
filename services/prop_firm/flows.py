"""Deposits and payouts beside recorded states: a state knows of a flow when its balance does."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from services.calc.equity import Booked, Track

LAG = np.timedelta64(1, "D")  # how far a broker's clock, or the news of a deal, may be off
NEAR = 32  # deals before and after a flow, one of which a state may have been the last to know of


def known_flows(track: Track, booked: Booked, digits: int) -> NDArray[np.float64]:
    """What was paid in and out until each point of a track, as its balance tells it.

    A deal is dated by the broker and known a moment later: a state recorded in between holds nothing of it,
    though its time is later. Where no balance tells, times do.
    """
    known = np.cumsum(track.flow)
    if not track.is_equity.any():
        return known
    first = int(track.is_equity.argmax())
    for deal in np.flatnonzero((booked.flow != 0) & (booked.time >= track.time[first] - LAG)):
        start, at, end = np.searchsorted(track.time, booked.time[deal] + np.array([-LAG, 0, LAG]))
        before, after = _around(booked, int(deal))
        known[_first(range(max(at, first), end), track.balance, before, after, digits)] -= booked.flow[deal]
        earlier = range(at - 1, max(start, first) - 1, -1)
        known[_first(earlier, track.balance, after, before, digits)] += booked.flow[deal]
    return known


def _around(booked: Booked, deal: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The balances of who does not know of a deal yet, and of who does."""
    balances = np.concatenate(([booked.opening], booked.balance[max(deal - NEAR, 0) : deal + NEAR]))
    place = min(deal, NEAR) + 1
    is_whole = deal <= NEAR  # the opening balance is among those near
    return balances[0 if is_whole else 1 : place], balances[place:]


def _first(
    rows: Iterable[int],
    balance: NDArray[np.float64],
    ones: NDArray[np.float64],
    others: NDArray[np.float64],
    digits: int,
) -> list[int]:
    """The rows up to the first one whose balance is none of *ones*, or one of the *others* as well."""
    near = 0.5 * 10.0**-digits

    def is_one(row: int) -> bool:
        found = (bool((np.abs(known - balance[row]) < near).any()) for known in (ones, others))
        return next(found) and not next(found)

    return list(takewhile(is_one, rows))
