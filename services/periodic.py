"""Metrics and rankings by calendar period, kept so that comparisons over time need no history."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.calendar import PeriodType, latest_periods
from services.measure import measure
from services.metrics import MT5, NET
from services.storage import stored_metrics
from services.storage.stored_metrics import StoredMetrics, StoredRanking

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.comparing import Comparing
    from services.comparison.ranking import Ranked
    from services.performance import Performance
    from services.storage.engine import Database

MOST = {PeriodType.DAILY: 35, PeriodType.WEEKLY: 26, PeriodType.MONTHLY: 36, PeriodType.YEARLY: 20}


class Periodic:
    """Fills `performance_metrics` and `account_rankings`, a closed period once per ledger version."""

    def __init__(self, database: Database, performance: Performance, comparing: Comparing) -> None:
        self._database = database
        self._performance = performance
        self._comparing = comparing

    def fill(self, now: datetime | None = None) -> int:
        """Bring the metrics of the latest days, weeks, months and years up to date; how many changed."""
        time = now or datetime.now(UTC)
        changed = 0
        for account in self._performance.accounts():
            record = self._performance.record(account.id)
            rows = self._outdated(record, time)
            with self._database.begin() as connection:
                stored_metrics.write_metrics(connection, rows)
            changed += len(rows)
        return changed

    def rank(self, now: datetime | None = None) -> int:
        """Rank all accounts over the latest periods by score; how many periods there were."""
        time = now or datetime.now(UTC)
        records = [self._performance.record(account.id) for account in self._performance.accounts()]
        if not records:
            return 0
        zone = self._performance.zone_of([record.account for record in records])
        since = min((record.began for record in records if record.began), default=time)
        periods = [
            (kind, period)
            for kind, most in MOST.items()
            for period in latest_periods(kind, zone=zone, since=since, until=time, most=most)
        ]
        places = self._comparing.places((), [period for _, period in periods], zone)
        for (kind, period), found in zip(periods, places, strict=True):
            with self._database.begin() as connection:
                stored_metrics.replace_rankings(connection, [_stored(kind, period, one) for one in found])
        return len(periods)

    def _outdated(self, record: TrackRecord, now: datetime) -> list[StoredMetrics]:
        zone = self._performance.zone_of([record.account])
        with self._database.read() as connection:
            kept = stored_metrics.computed(connection, record.account.id)
        rows: list[StoredMetrics] = []
        for kind, most in MOST.items():
            since = record.began or now
            for period in latest_periods(kind, zone=zone, since=since, until=now, most=most):
                found = kept.get((kind.value, _start(period)))
                if found is None or not _holds(found, record, zone, period):
                    rows += [stored(record, kind.value, period, zone, basis) for basis in (NET, MT5)]
        return rows


def _holds(found: tuple[int, str, datetime], record: TrackRecord, zone: str, period: Period) -> bool:
    """Whether what is kept would be computed again: the period was over, and nothing changed since."""
    version, kept_zone, computed_at = found
    return (
        version == record.account.ledger_version
        and kept_zone == zone
        and computed_at > period.end + timedelta(hours=1)
    )


def stored(record: TrackRecord, kind: str, period: Period, zone: str, basis: str) -> StoredMetrics:
    """Every metric of a period, ready to be kept."""
    values = measure(record, period, zone=zone, basis=basis).values()
    return StoredMetrics(
        account_id=record.account.id,
        period_type=kind,
        period_start=_start(period),
        period_end=period.end,
        basis=basis,
        zone=zone,
        values={value.metric.name: _number(value.value) for value in values},
        ledger_version=record.account.ledger_version,
    )


def _stored(kind: PeriodType, period: Period, place: Ranked[UUID]) -> StoredRanking:
    return StoredRanking(
        account_id=place.key,
        period_type=kind.value,
        period_start=_start(period),
        period_end=period.end,
        performance_rank=place.rank,
        total_accounts=place.of,
        ranking_score=place.score,
        components=place.components,
    )


def _start(period: Period) -> datetime:
    if period.start is None:  # pragma: no cover - calendar periods have one
        raise ValueError("A calendar period has a start.")
    return period.start


def _number(value: float) -> float | None:
    return None if math.isnan(value) or math.isinf(value) else float(value)
