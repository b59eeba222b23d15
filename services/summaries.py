"""Accounts in a few figures, one by one and together; what rests on history is kept, not made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.answers import AccountSummary, EquityCurve, Standing
from services.calc.curve import joint_curve, sparkline
from services.calc.portfolio import combine
from services.calc.standing import live_pnl, standing_of
from services.kept import Kept
from services.measure import costs_of, key_figures, measure, measure_portfolio
from services.metrics import NET, MetricValue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    from services.calc.period import Period
    from services.calc.portfolio import AccountRates
    from services.calc.record import TrackRecord

KEPT_FIGURES, KEPT_JOINTS = 2_000, 32


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """What a period says of one account as long as its ledger and snapshots stay the same."""

    standing: Standing
    period_return: float
    max_drawdown: float
    max_balance_drawdown: float
    sparkline: NDArray[np.float64]
    trades: int


@dataclass(frozen=True, slots=True)
class Joint:
    """Several accounts as one over a period."""

    figures: tuple[MetricValue, ...]
    costs: Decimal
    curve: EquityCurve


class Summaries:
    """Makes summaries; a value is kept under the version of every ledger it stands on."""

    def __init__(self) -> None:
        self._figures: Kept[PeriodFigures] = Kept(KEPT_FIGURES)
        self._joints: Kept[Joint] = Kept(KEPT_JOINTS)

    def summary(self, record: TrackRecord, period: Period, zone: str, now: datetime) -> AccountSummary:
        """One account: its state now, and its period."""
        key = (record.version, period, zone)
        figures = self._figures.get(key, lambda: period_figures(record, period, zone))
        return AccountSummary(
            account=record.account,
            standing=figures.standing,
            pnl=live_pnl(record, zone=zone, now=now),
            period_return=figures.period_return,
            max_drawdown=figures.max_drawdown,
            max_balance_drawdown=figures.max_balance_drawdown,
            sparkline=figures.sparkline,
            trades=figures.trades,
        )

    def joint(
        self, records: Sequence[TrackRecord], rates: AccountRates, currency: str, period: Period, zone: str
    ) -> Joint:
        """The accounts as one; every pair of currencies must be known to *rates*."""
        key = (*(record.version for record in records), rates.version, currency, period, zone)
        return self._joints.get(key, lambda: _joint(records, rates, currency, period, zone))


def period_figures(record: TrackRecord, period: Period, zone: str) -> PeriodFigures:
    """The figures of one account and period."""
    net = measure(record, period, zone=zone, basis=NET)
    return PeriodFigures(
        standing=standing_of(record),
        period_return=net.number("total_return_twr"),
        max_drawdown=net.number("max_drawdown"),
        max_balance_drawdown=net.number("max_balance_drawdown"),
        sparkline=sparkline(record.track, period),
        trades=int(net.number("total_trades")),
    )


def _joint(
    records: Sequence[TrackRecord], rates: AccountRates, currency: str, period: Period, zone: str
) -> Joint:
    portfolio = combine(records, rates, currency, zone)
    measured = measure_portfolio(portfolio, period, zone)
    return Joint(key_figures(measured), costs_of(measured, currency), joint_curve(portfolio, period))
