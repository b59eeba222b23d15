"""Daily returns of accounts' whole histories, kept by version, and of any period out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.days_within import days_within
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.kept import Newest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries

KEPT = 2_000


class DayBooks:
    """Makes the days of an account once a version and zone."""

    def __init__(self) -> None:
        self._series: Newest[DailySeries] = Newest(KEPT)

    def whole(self, record: TrackRecord, zone: str) -> DailySeries:
        """Every day of an account."""
        everything = np.ones(record.track.time.size, dtype=bool)
        return self._series.get(
            (record.account.id, zone),
            record.version,
            lambda: daily_series(record.track, everything, server_zone(zone)),
        )

    def within(self, records: Sequence[TrackRecord], period: Period, zone: str) -> list[DailySeries]:
        """The days of a period, account by account."""
        whole = [self.whole(record, zone) for record in records]
        return days_within([record.track for record in records], whole, period, server_zone(zone))
