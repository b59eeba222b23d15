"""The parts of a running product, wired once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from services.account_care import AccountCare
from services.backup.backups import Backups
from services.bars import Bars
from services.benchmarks import Benchmarks
from services.calendars import Calendars
from services.care import Care
from services.combining import Combining
from services.comparing import Comparing
from services.comparison_keeping import ComparisonKeeping
from services.demo import Demo
from services.export_history import ExportHistory
from services.export_jobs import ExportJobs
from services.exporting import Exporting
from services.groups import Groups
from services.heatmaps import Heatmaps
from services.ingest import Ingest
from services.insight import Insight
from services.integrity import Integrity
from services.job_runs import JobRuns
from services.ledger_keeping import LedgerKeeping
from services.performance import Performance
from services.periodic import Periodic
from services.prop_firms import PropFirms
from services.prop_lots import PropLots
from services.recording import Recording
from services.reporting import Reporting
from services.retention.archive_files import ArchiveFiles
from services.retention.archived import Archived
from services.retention.retention import Retention
from services.scheduled_reports import ScheduledReports
from services.series_care import SeriesCare
from services.shared_answers import SharedAnswers
from services.storage.capability import Capability, capability_of
from services.storage.engine import Database
from services.storage.leader import FEED, JOBS, is_led
from services.tax_parts import TaxParts
from services.trade_books import TradeBooks
from services.whole_ledger import WholeLedger

if TYPE_CHECKING:
    from pydantic import SecretStr

    from services.settings import Settings
    from services.storage.embedded import EmbeddedServer


@dataclass(frozen=True)
class Services(TaxParts):
    """The use cases of the product and what they stand on; made by `build`, closed by its maker."""

    settings: Settings
    database: Database
    server: EmbeddedServer | None

    @cached_property
    def archive_files(self) -> ArchiveFiles:
        """The folder of the archive files."""
        return ArchiveFiles(self.settings.archives)

    @cached_property
    def archived(self) -> Archived:
        """Rows of the database and of archive files together."""
        return Archived(self.archive_files)

    @cached_property
    def ledger(self) -> WholeLedger:
        """Ledgers, wherever their rows lie."""
        return WholeLedger(self.archived)

    @cached_property
    def retention(self) -> Retention:
        """What becomes of rows with age."""
        return Retention(self.database, self.settings)

    @cached_property
    def ingest(self) -> Ingest:
        """The one way into the ledger."""
        return Ingest(self.database, self.ledger)

    @cached_property
    def account_care(self) -> AccountCare:
        """What a person may change of an account."""
        return AccountCare(self.database, self.ledger, self.archive_files)

    @cached_property
    def groups(self) -> Groups:
        """Named sets of accounts."""
        return Groups(self.database)

    @cached_property
    def performance(self) -> Performance:
        """Accounts, metrics, curves and trades."""
        return Performance(self.database, self.settings, archived=self.archived)

    @cached_property
    def ledger_keeping(self) -> LedgerKeeping:
        """Ledgers kept as columns."""
        return LedgerKeeping(self.database, self.performance)

    @cached_property
    def trade_books(self) -> TradeBooks:
        """Trades of many accounts as columns."""
        return TradeBooks(self.performance)

    @cached_property
    def heatmaps(self) -> Heatmaps:
        """Matrices of trades and of accounts."""
        return Heatmaps(self.trade_books)

    @cached_property
    def comparing(self) -> Comparing:
        """Accounts beside each other."""
        return Comparing(self.trade_books, self.settings, self.shared_answers)

    @cached_property
    def shared_answers(self) -> SharedAnswers:
        """Answers that other processes made."""
        url = _text(self.settings.redis_url)
        if url is None:
            return SharedAnswers(self.database, None)
        from services.redis_answers import RedisAnswers  # noqa: PLC0415 - most products run without Redis

        return SharedAnswers(self.database, RedisAnswers(url))

    @cached_property
    def comparison_keeping(self) -> ComparisonKeeping:
        """Comparisons kept for processes that start."""
        return ComparisonKeeping(self.performance, self.comparing)

    @cached_property
    def combining(self) -> Combining:
        """Accounts as one."""
        return Combining(self.performance, self.trade_books)

    @cached_property
    def benchmarks(self) -> Benchmarks:
        """What accounts are laid beside."""
        return Benchmarks(self.database, self.performance, self.groups)

    @cached_property
    def calendars(self) -> Calendars:
        """The result day by day."""
        return Calendars(self.trade_books)

    @cached_property
    def insight(self) -> Insight:
        """One account in depth."""
        return Insight(self.performance, self.trade_books, self.database)

    @cached_property
    def prop_firms(self) -> PropFirms:
        """Accounts against the rules of proprietary trading firms."""
        return PropFirms(self.database, self.performance)

    @cached_property
    def prop_lots(self) -> PropLots:
        """How many lots their rules leave."""
        return PropLots(self.database, self.performance, self.prop_firms)

    @cached_property
    def demo(self) -> Demo:
        """The made-up accounts."""
        return Demo(self.database, self.ingest, self.archive_files)

    @cached_property
    def exporting(self) -> Exporting:
        """Files to take away."""
        return Exporting(self.performance, self.database)

    @cached_property
    def bars(self) -> Bars:
        """Bars of a minute."""
        return Bars(self.database)

    @cached_property
    def integrity(self) -> Integrity:
        """Whether what is stored is what the deals make."""
        return Integrity(self)

    @cached_property
    def backups(self) -> Backups:
        """Proven copies of everything."""
        return Backups(self.database, self.settings)

    @cached_property
    def care(self) -> Care:
        """What is kept where, and what proves it."""
        return Care(self)

    @cached_property
    def series_care(self) -> SeriesCare:
        """The upkeep of snapshots, quotes and rollups."""
        return SeriesCare(self.database)

    @property
    def capability(self) -> Capability:
        """How the series are kept in this database; asked once."""
        with self.database.read() as connection:
            return capability_of(connection)

    @property
    def someone_leads_jobs(self) -> bool:
        """Whether a process, this or another, runs the jobs; raises UnavailableError."""
        return is_led(self.database, JOBS)

    @property
    def someone_leads_feed(self) -> bool:
        """Whether a process, this or another, leads the feed; raises UnavailableError."""
        return is_led(self.database, FEED)

    @cached_property
    def job_runs(self) -> JobRuns:
        """The record of what runs by itself."""
        return JobRuns(self.database)

    @cached_property
    def periodic(self) -> Periodic:
        """Metrics and rankings by calendar period."""
        return Periodic(self.database, self.performance, self.comparing)

    @cached_property
    def export_history(self) -> ExportHistory:
        """Files that were made for people."""
        return ExportHistory(self.database, self.settings.exports)

    @cached_property
    def reporting(self) -> Reporting:
        """Every report in every format."""
        return Reporting(self)

    @cached_property
    def export_jobs(self) -> ExportJobs:
        """Files that are asked for, at once or later."""
        return ExportJobs(self)

    @cached_property
    def scheduled_reports(self) -> ScheduledReports:
        """Files that are made by themselves."""
        return ScheduledReports(self)

    @cached_property
    def recording(self) -> Recording:
        """Snapshots of what is live."""
        return Recording(self.database, self.settings)

    def close(self) -> None:
        """Close the connections and, where nobody else uses it, stop the embedded server."""
        self.database.dispose()
        if self.server is not None:
            self.server.release()


def build(settings: Settings) -> Services:
    """The product for *settings*; starts the embedded server when no database is named."""
    url = _text(settings.database_url)
    connect = partial(Database, statement_seconds=settings.statement_seconds, pool_size=settings.pool_size)
    if url is not None:
        return Services(settings, connect(url, read_url=_text(settings.read_database_url)), None)
    from services.storage.embedded import EmbeddedServer  # noqa: PLC0415 - a named database needs none of it

    server = EmbeddedServer(settings.data_dir)
    server.start()
    return Services(settings, connect(server.url, revive=server.start, is_ours=True), server)


def _text(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
