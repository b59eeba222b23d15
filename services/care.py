"""What the data page shows: where rows lie, how they are kept, and what proves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.retention.policy import rules
from services.storage.capability import Capability, capability_of
from services.storage.sizes import database_size, ledger_sizes, server_version

if TYPE_CHECKING:
    from datetime import datetime

    from services.backup.listing import Backup
    from services.container import Services
    from services.job_run import JobRun
    from services.retention.outcome import ArchivedMonth
    from services.retention.policy import Rule
    from services.storage.series_sizes import SeriesSize
    from services.storage.sizes import TableSize

TITLES = {
    "deals": "Deals",
    "trade_performance": "Closed trades",
    "performance_metrics": "Metrics by period",
    "performance_snapshots": "Snapshots",
    "performance_15m": "15-minute summaries",
    "performance_1h": "Hourly summaries",
    "performance_1d": "Daily summaries",
    "quotes": "Quotes",
}
ENGINES = {
    Capability.PLAIN: "monthly partitions",
    Capability.TS_APACHE: "TimescaleDB (Apache edition)",
    Capability.TS_TSL: "TimescaleDB with columnstore",
}
FOREVER = "kept for good"
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table: its title, rows and bytes in the database, rows in archive files, and its policy in words."""

    name: str
    title: str
    rows: int
    bytes: int
    first: datetime | None
    last: datetime | None
    archived: int
    policy: str


@dataclass(frozen=True, slots=True)
class CareReport:
    """The state of the data: engine in words, bytes of the whole database, and everything kept of it."""

    engine: str
    bytes: int
    tables: tuple[StoredTable, ...]
    backups: tuple[Backup, ...]
    archives: tuple[ArchivedMonth, ...]
    integrity: JobRun | None

    @property
    def newest_proven(self) -> Backup | None:
        """The newest backup that was restored and compared."""
        return next((backup for backup in self.backups if backup.status == "verified"), None)

    def rows_of(self, name: str) -> int:
        """The rows of a table, in the database and only in archive files."""
        return sum(table.rows for table in self.tables if table.name == name) + sum(
            month.rows for month in self.archives if month.table == name and month.purged_at is not None
        )


class Care:
    """Puts the report together."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def report(self) -> CareReport:
        """The state of now."""
        archives = self._services.retention.list()
        with self._services.database.read() as connection:
            version, size = server_version(connection), database_size(connection)
            engine = ENGINES[capability_of(connection)]
            found: list[TableSize | SeriesSize] = [*ledger_sizes(connection)]
        found += self._services.series_care.sizes()
        archived = Counter({month.table: 0 for month in archives})
        for month in archives:
            archived[month.table] += month.rows
        policies = {rule.table: words(rule) for rule in rules(self._services.settings)}
        where = "PostgreSQL" if self._services.server is None else "Embedded PostgreSQL"
        return CareReport(
            engine=f"{where} {version}, {engine}",
            bytes=size,
            tables=tuple(
                StoredTable(
                    name=table.name,
                    title=TITLES.get(table.name, table.name),
                    rows=table.rows,
                    bytes=table.bytes,
                    first=table.first,
                    last=table.last,
                    archived=archived[table.name],
                    policy=policies.get(table.name, FOREVER),
                )
                for table in found
            ),
            backups=self._services.backups.list(),
            archives=archives,
            integrity=self._services.job_runs.last_ended().get("integrity"),
        )


def words(rule: Rule) -> str:
    """A rule as people read it.

    >>> from services.retention.policy import Rule
    >>> words(Rule("performance_snapshots", 30, 30, "performance_15m"))
    'archived and removed after 30 days; 15-minute summaries stay'
    >>> words(Rule("deals", 730, None))
    'stay; copied to archive files after 2 years'
    """
    after = _length(rule.archive_days)
    if rule.purge_days is None:
        return f"stay; copied to archive files after {after}"
    if rule.purge_days != rule.archive_days:
        return f"copied to archive files after {after}, removed after {_length(rule.purge_days)}"
    stays = f"; {TITLES[rule.replaced_by].lower()} stay" if rule.replaced_by else ""
    return f"archived and removed after {after}{stays}"


def _length(days: int) -> str:
    years, rest = divmod(days, DAYS_A_YEAR)
    return f"{years} years" if years > 1 and not rest else f"{days} days"
