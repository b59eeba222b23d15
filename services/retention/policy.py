"""When rows of a table are archived and when they leave: whole UTC months that lie behind a horizon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.settings import Settings

_ENOUGH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to a table's months; `purge_days` None: they stay, the archive is a copy.

    `replaced_by` names the summary that stands for purged rows and must be made before they go.
    """

    table: str
    archive_days: int
    purge_days: int | None
    replaced_by: str | None = None


def rules(settings: Settings) -> tuple[Rule, ...]:
    """The rule of every table that has one, finest rows first."""
    fine, quarter, hour = (
        settings.retention_snapshot_days,
        settings.retention_15m_days,
        settings.retention_1h_days,
    )
    quotes, trades = settings.retention_quote_days, settings.retention_trade_days
    purge = settings.retention_purge_trade_days
    return (
        Rule("performance_snapshots", fine, fine, "performance_15m"),
        Rule("performance_15m", quarter, quarter, "performance_1h"),
        Rule("performance_1h", hour, hour, "performance_1d"),
        Rule("quotes", quotes, quotes),
        Rule("deals", trades, purge),
        Rule("trade_performance", trades, purge),
    )


def cutoff(now: datetime, days: int) -> datetime:
    """The end of the last whole UTC month whose every instant is older than *days*.

    >>> cutoff(datetime(2026, 3, 31, tzinfo=UTC), 30).isoformat()
    '2026-03-01T00:00:00+00:00'
    >>> cutoff(datetime(2026, 3, 30, tzinfo=UTC), 30).isoformat()
    '2026-02-01T00:00:00+00:00'
    """
    return start_of(month_of(now - timedelta(days=days)))


def joined_months(months: Iterable[date]) -> list[tuple[datetime, datetime]]:
    """The half-open stretches of time that the months make together, oldest first.

    >>> [(str(a.date()), str(b.date())) for a, b in joined_months([date(2026, 2, 1), date(2026, 1, 1)])]
    [('2026-01-01', '2026-03-01')]
    """
    found: list[tuple[datetime, datetime]] = []
    for month in sorted(set(months)):
        if found and found[-1][1] == start_of(month):
            found[-1] = (found[-1][0], end_of(month))
        else:
            found.append((start_of(month), end_of(month)))
    return found


def month_of(time: datetime) -> date:
    """The first day of the UTC month that an instant lies in."""
    return time.astimezone(UTC).date().replace(day=1)


def start_of(month: date) -> datetime:
    """The first instant of a UTC month."""
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def end_of(month: date) -> datetime:
    """The first instant after a UTC month."""
    return start_of((month + _ENOUGH).replace(day=1))
