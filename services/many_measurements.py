"""The net basis of many accounts over one period: statistics of all of them at once, asked for metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.drawdown_kernel import largest_falls
from services.calc.many_returns_kernel import many_return_statistics
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.trade_kernel import joined
from services.measurements import TRADE_NEEDS, why_undefined
from services.metrics import NET, MetricValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.account_series import Peers
    from services.calc.equity import Track
    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.calc.trade_kernel import TradeArrays
    from services.metrics import Metric

_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class ManyMeasurements:
    """Statistics of shape (accounts,) by the name a metric's function takes them."""

    zone: str
    series: tuple[str, ...]
    per_year: tuple[int, ...]
    statistics: dict[str, Any]

    def knows(self, metric: Metric) -> bool:
        """Whether everything a metric takes is here; what needs the series of an account is not."""
        return self.statistics.keys() >= set(metric.needs)

    def values(self, metric: Metric) -> list[MetricValue]:
        """A metric of every account, as `Measurements` of each alone would tell it."""
        numbers = self._numbers(metric)
        is_of_trades = metric.needs[0] in TRADE_NEEDS
        observed = self.statistics["trades" if is_of_trades else "returns"].n.astype(np.int64).tolist()
        least = self.statistics["returns"].least.astype(np.int64).tolist()
        return [
            MetricValue(
                metric=metric,
                value=number,
                n=observed[at],
                basis=NET,
                zone=self.zone,
                annualisation=metric.annualised.replace("P", str(self.per_year[at])),
                series="" if is_of_trades else metric.measured_on or self.series[at],
                reason=why_undefined(metric, observed[at], least[at]) if math.isnan(number) else "",
            )
            for at, number in enumerate(numbers.tolist())
        ]

    def _numbers(self, metric: Metric) -> NDArray[np.float64]:
        if not self.knows(metric):
            return np.full(len(self.series), np.nan)
        with np.errstate(invalid="ignore", divide="ignore"):
            numbers = metric.compute(**{name: self.statistics[name] for name in metric.needs})
        return np.where(np.isinf(numbers), np.nan, numbers)


def measure_many(
    records: Sequence[TrackRecord],
    days: Sequence[DailySeries],
    period: Period,
    zone: str,
    *,
    trades: Sequence[TradeArrays] | None = None,
    peers: Peers | None = None,
) -> ManyMeasurements:
    """The statistics of *records* over *period*; *days* are theirs in it, and *trades* when they are told."""
    tracks = [record.track for record in records]
    closed = [record.arrays_in(period) for record in records] if trades is None else trades
    rows = [period.rows(track.time) for track in tracks]
    per_year = [series.per_year for series in days]
    statistics: dict[str, Any] = {
        "trades": many_trade_statistics(joined(closed), _offsets([part.net for part in closed])),
        "returns": many_return_statistics(
            np.concatenate([np.zeros(0), *(series.returns for series in days)]),
            _offsets([series.returns for series in days]),
            per_year=np.array(per_year, dtype=np.float64),
            days=_calendar(tracks, rows),
        ),
        "drawdown": largest_falls(tracks, rows),
    }
    if peers is not None:
        statistics["peers"] = peers
    return ManyMeasurements(zone, tuple(track.series for track in tracks), tuple(per_year), statistics)


def _offsets(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.intp]:
    return np.concatenate(([0], np.cumsum([part.size for part in parts]))).astype(np.intp)


def _calendar(tracks: Sequence[Track], rows: Sequence[slice]) -> NDArray[np.float64]:
    """Days from the first to the last point inside."""
    spans = [
        (track.time[inside.stop - 1] - track.time[inside.start]) / _DAY if inside.stop > inside.start else 0.0
        for track, inside in zip(tracks, rows, strict=True)
    ]
    return np.array(spans, dtype=np.float64)
