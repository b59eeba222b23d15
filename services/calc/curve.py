"""Tracks as curves for charts: what lies in a period, thinned without losing an extreme."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.answers import EquityCurve, Flow
from services.calc.deal_class import is_flow
from services.calc.downsample import COLUMNS, m4
from services.calc.drawdown_kernel import balance_index
from services.calc.equity import EVERY_POINT, drawdown
from services.calc.money import currency_digits, round_money
from services.calc.period import as_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.period import Period
    from services.calc.portfolio import Portfolio
    from services.model import Deal

SPARK_POINTS = 40
MIXED = "equity where it was recorded, balance of the accounts where it was not"


def equity_curve(
    track: Track, period: Period, flows: Sequence[Flow], *, currency: str, digits: int
) -> EquityCurve:
    """The curve of *track* over *period*, drawdown measured from the capital before it."""
    inside = period.mask(track.time)
    rows = np.flatnonzero(inside)
    if rows.size and rows[0]:
        rows = np.concatenate(([rows[0] - 1], rows))
    equity = np.where(track.is_equity, track.value, np.nan)[rows]
    curve = EquityCurve(
        time=track.time[rows],
        balance=track.balance[rows],
        equity=equity,
        drawdown=drawdown(track.index[rows]),
        balance_drawdown=drawdown(balance_index(track)[rows]) if rows.size else np.zeros(0),
        flows=tuple(flow for flow in flows if period.contains(flow.time)),
        source=track.series,
        grain=track.grain,
        currency=currency,
        currency_digits=digits,
    )
    return thinned(curve)


def joint_curve(portfolio: Portfolio, period: Period) -> EquityCurve:
    """The curve of several accounts as one."""
    track, digits = portfolio.track, currency_digits(portfolio.currency)
    arrived = np.flatnonzero(track.flow)
    flows = [
        Flow(as_datetime(track.time[row]), round_money(Decimal(repr(float(track.flow[row]))), digits))
        for row in arrived
    ]
    is_mixed = track.is_equity.any() and not track.is_equity.all()
    if is_mixed:
        track = replace(track, is_equity=np.ones_like(track.is_equity))
    curve = equity_curve(track, period, flows, currency=portfolio.currency, digits=digits)
    return replace(curve, source=MIXED) if is_mixed else curve


def thinned(curve: EquityCurve, columns: int = COLUMNS) -> EquityCurve:
    """The points that draw the curve on so many *columns* of pixels as it is."""
    n = curve.time.size
    kept = m4(curve.time, curve.balance, curve.equity, curve.drawdown, columns=columns)
    if kept.size == n:
        return curve
    return replace(
        curve,
        time=curve.time[kept],
        balance=curve.balance[kept],
        equity=curve.equity[kept],
        drawdown=curve.drawdown[kept],
        balance_drawdown=curve.balance_drawdown[kept],
        grain=f"{kept.size:,} of {n:,} points, every extreme kept"
        + ("" if curve.grain == EVERY_POINT else f", of {curve.grain}"),
    )


def sparkline(track: Track, period: Period) -> NDArray[np.float64]:
    """About forty values of the flow-neutral index over the period, evenly spaced in time."""
    inside = period.mask(track.time)
    if not inside.any():
        return np.zeros(0)
    time, index = track.time[inside], track.index[inside]
    grid = np.linspace(0, float((time[-1] - time[0]) / np.timedelta64(1, "s")), SPARK_POINTS)
    at = np.searchsorted((time - time[0]) / np.timedelta64(1, "s"), grid, side="right") - 1
    picked: NDArray[np.float64] = index[np.maximum(at, 0)]
    return picked


def flows_of(deals: Sequence[Deal]) -> tuple[Flow, ...]:
    """The deposits and withdrawals among *deals*, with the comments they came with."""
    return tuple(Flow(deal.time, deal.cash, deal.comment) for deal in deals if is_flow(deal) and deal.cash)
