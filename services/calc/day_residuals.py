"""Day by day: what equity gained, less flows, bookings and floating change; 0 when nothing is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.answers import DayResidual
from services.calc.deal_class import deal_class, is_flow
from services.calc.money import round_money
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.model import ZERO, DealClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.record import TrackRecord
    from services.model import Deal


def day_residuals(record: TrackRecord) -> tuple[DayResidual, ...]:
    """The identity of every server day on which something was recorded.

    A day ends with its last recorded snapshot; without snapshots balance and equity are the ledger's.
    """
    track, digits = record.track, record.account.currency_digits
    if not track.time.size:
        return ()
    zone = server_zone(record.account.server_zone)
    days = zone.days(track.time)
    last = np.flatnonzero(np.r_[days[1:] != days[:-1], True])
    booked = _between(record, track.time[last])
    equity = balance = record.account.opening_balance
    rows = []
    for row, (flows, cash) in zip(last, booked, strict=True):
        new_balance = _money(track.balance[row], digits)
        new_equity = _money(track.value[row], digits)
        floating_change = (new_equity - new_balance) - (equity - balance)
        residual = new_equity - equity - flows - cash - floating_change
        rows.append(DayResidual(str(days[row]), equity, new_equity, flows, cash, floating_change, residual))
        equity, balance = new_equity, new_balance
    return tuple(rows)


def _between(record: TrackRecord, ends: NDArray[np.datetime64]) -> list[tuple[Decimal, Decimal]]:
    """(Flows, other cash) of the deals up to each day's last recorded instant, after the one before it."""
    sums = [(ZERO, ZERO)] * ends.size
    times = np.array([as_datetime64(deal.time) for deal in record.deals], dtype="datetime64[us]")
    for deal, slot in zip(record.deals, np.searchsorted(ends, times, side="left"), strict=True):
        if slot == ends.size:
            break
        flows, cash = sums[slot]
        moved = _moved(deal)
        sums[slot] = (flows + moved, cash) if is_flow(deal) else (flows, cash + moved)
    return sums


def _moved(deal: Deal) -> Decimal:
    return ZERO if deal_class(deal) is DealClass.CREDIT else deal.cash


def _money(value: float, digits: int) -> Decimal:
    return round_money(Decimal(repr(float(value))), digits)
