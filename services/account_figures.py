"""What an account's page is made of, kept for as long as what they stand on stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.curve import equity_curve, flows_of
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.kept import Kept
from services.measure import measure
from services.metrics import MT5, NET

if TYPE_CHECKING:
    from collections.abc import Hashable

    from services.answers import EquityCurve
    from services.calc.beside import Beside
    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.metrics import MetricValue

KEPT = 256


class AccountFigures:
    """Every metric of either basis, the curve and the days, by record, period and zone."""

    def __init__(self) -> None:
        self._made: Kept[tuple[MetricValue, ...]] = Kept(KEPT)
        self._curves: Kept[EquityCurve] = Kept(KEPT)
        self._days: Kept[DailySeries] = Kept(KEPT)

    def net(self, record: TrackRecord, period: Period, zone: str, beside: Beside) -> tuple[MetricValue, ...]:
        """Those of the net basis; beside a benchmark or other accounts they are made every time."""

        def make() -> tuple[MetricValue, ...]:
            return measure(record, period, zone=zone, basis=NET, beside=beside).values()

        if beside.benchmark is not None or beside.peers is not None:
            return make()
        now: tuple[Hashable, ...] = (record.version, record.state, record.positions)
        return self._made.get((NET, record.account, now, period, zone), make)

    def mt5(self, record: TrackRecord, period: Period, zone: str) -> tuple[MetricValue, ...]:
        """Those of the mt5 basis, which stand on deals alone."""
        return self._made.get(
            (MT5, record.account, period, zone),
            lambda: measure(record, period, zone=zone, basis=MT5).values(),
        )

    def curve(self, record: TrackRecord, period: Period) -> EquityCurve:
        """Equity and balance over a period."""
        account = record.account
        return self._curves.get(
            (record.version, account, period),
            lambda: equity_curve(
                record.track,
                period,
                flows_of(record.ledger.others),
                currency=account.currency,
                digits=account.currency_digits,
            ),
        )

    def days(self, record: TrackRecord, period: Period, zone: str) -> DailySeries:
        """The daily returns of a period."""
        track = record.track
        return self._days.get(
            (record.version, period, zone),
            lambda: daily_series(track, period.mask(track.time), server_zone(zone)),
        )
