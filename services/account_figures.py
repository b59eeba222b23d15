"""The metrics of an account's page, kept for as long as what they stand on stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kept import Kept
from services.measure import measure
from services.metrics import MT5, NET

if TYPE_CHECKING:
    from collections.abc import Hashable

    from services.calc.beside import Beside
    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.metrics import MetricValue

KEPT = 256


class AccountFigures:
    """Every metric of either basis by record, period and zone."""

    def __init__(self) -> None:
        self._made: Kept[tuple[MetricValue, ...]] = Kept(KEPT)

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
