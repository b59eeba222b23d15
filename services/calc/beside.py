"""What an account may be measured beside: a benchmark, the accounts it was chosen from, prices and stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from services.calc.account_series import Excursions, Peers
    from services.calc.benchmark import Benchmark
    from services.calc.period import Period
    from services.calc.record import TrackRecord


@dataclass(frozen=True, slots=True)
class Beside:
    """None is what nobody chose or recorded; `excursions` are in the order of all trades of the record."""

    benchmark: Benchmark | None = None
    peers: Peers | None = None
    excursions: Excursions | None = None

    def excursions_in(self, record: TrackRecord, period: Period) -> Excursions | None:
        """Those of the trades that were closed in a period."""
        if self.excursions is None:
            return None
        inside = np.flatnonzero(period.mask(record.ledger.trades.arrays.exit))
        return self.excursions.rows(slice(int(inside[0]), int(inside[-1]) + 1) if inside.size else slice(0))


ALONE = Beside()
