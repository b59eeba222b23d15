"""Retention: old months become proven archive files, and leave the database where the policy says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.errors import BusyError, DamagedError, InvalidInputError
from services.retention.archive_checks import archive_issues
from services.retention.archive_files import ArchiveFiles
from services.retention.archiver import Archiver, why_it_waits
from services.retention.outcome import ArchivedMonth, ArchivedRange, Counts, Outcome, PlannedMonth, Waiting
from services.retention.packing import compress, drop_empty, loose_ranges
from services.retention.policy import cutoff, end_of, joined_months, rules, start_of
from services.storage import accounts as accounts_table
from services.storage import archives, month_rows
from services.storage.alone import at_one_instant, one_run
from services.storage.month_values import KINDS, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from services.calc.integrity import Issue
    from services.calc.period import Period
    from services.retention.policy import Rule
    from services.settings import Settings
    from services.storage.engine import Database

BYTES_A_ROW = 256  # more than any row takes in a file
NO_ACCOUNT = "–"
BEHIND = "An older month of it waits."
_Done = tuple[PlannedMonth, Counts, str]


class Retention:
    """Applies the policy of the settings; *stage* is told what has just been done."""

    def __init__(
        self, database: Database, settings: Settings, stage: Callable[[str], None] = lambda _: None
    ) -> None:
        self._database = database
        self._rules = {rule.table: rule for rule in rules(settings)}
        self._files = ArchiveFiles(settings.archives, stage)
        self._archiver = Archiver(database, self._files, stage)

    def plan(self, table: str | None = None, *, now: datetime | None = None) -> tuple[PlannedMonth, ...]:
        """Every month that is due, oldest first by table; raises InvalidInputError for an unknown table."""
        time = now or datetime.now(UTC)
        with at_one_instant(self._database) as connection:
            names = {account.id: account.name for account in accounts_table.all_accounts(connection)}
            return tuple(
                month for rule in self._chosen(table) for month in self._due(connection, rule, names, time)
            )

    def apply(
        self, table: str | None = None, *, dry_run: bool = True, now: datetime | None = None
    ) -> Outcome:
        """Archive and purge what is due; a dry run only counts.

        A month that cannot go waits, with the reason; the others go on. Raises InvalidInputError for an
        unknown table, BusyError while another run goes on, NoSpaceError when the disk is too full.
        """
        time = now or datetime.now(UTC)
        chosen = [rule.table for rule in self._chosen(table)]
        if dry_run:
            done = [_would(month) for month in self.plan(table, now=time)]
            with self._database.read() as connection:
                packed = {name: len(found) for name, found in loose_ranges(connection, time).items()}
        else:
            with one_run(self._database):
                self._files.sweep()
                self._archiver.finish()
                done = list(self._carry_out_all(table, time))
                packed = self._pack(chosen, time)
        tables = {name: Counts(compressed=packed.get(name, 0)) for name in chosen}
        for month, counts, _ in done:
            tables[month.part.kind.name] += counts
        waiting = (Waiting(m.part.kind.name, m.account, m.month, reason) for m, _, reason in done if reason)
        return Outcome(table, tables, tuple(waiting), time, dry_run)

    def verify(self) -> tuple[Issue, ...]:
        """Read every archive file again and follow the chains; every violation found."""
        with at_one_instant(self._database) as connection:
            names = {account.id: account.name for account in accounts_table.all_accounts(connection)}
            listed = archives.all_archives(connection)
        return archive_issues(listed, names, self._files)

    def list(self) -> tuple[ArchivedMonth, ...]:
        """Every archive file, by account and month."""
        with self._database.read() as connection:
            names = {account.id: account.name for account in accounts_table.all_accounts(connection)}
            listed = archives.all_archives(connection)
        rows = [
            ArchivedMonth(
                table=archive.table_name,
                account_id=archive.account_id,
                account=_name(names, archive.account_id),
                month=archive.month,
                state=archive.state,
                rows=archive.records,
                bytes=archive.bytes,
                sha256=archive.sha256,
                path=archive.path,
                verified_at=archive.verified_at,
                purged_at=archive.purged_at,
            )
            for archive in listed
        ]
        return tuple(sorted(rows, key=lambda row: (row.account, row.table, row.month)))

    def ranges(self, account_id: UUID, period: Period) -> tuple[ArchivedRange, ...]:
        """The months of a period whose rows are read from archive files, joined, by table."""
        with self._database.read() as connection:
            listed = archives.archives_of(connection, account_id)
        months: dict[str, set[date]] = {}
        for archive in listed:
            starts, ends = start_of(archive.month), end_of(archive.month)
            begins_before_its_end = period.start is None or period.start < ends
            if archive.state == archives.PURGED and begins_before_its_end and starts < period.end:
                months.setdefault(archive.table_name, set()).add(archive.month)
        return tuple(
            ArchivedRange(table, *stretch)
            for table, found in sorted(months.items())
            for stretch in joined_months(found)
        )

    def _chosen(self, table: str | None) -> tuple[Rule, ...]:
        if table is None:
            return tuple(self._rules.values())
        if table not in self._rules:
            raise InvalidInputError(
                f"{table!r} is not a table with a retention rule; choose one of {', '.join(self._rules)}."
            )
        return (self._rules[table],)

    def _due(
        self, connection: Connection, rule: Rule, names: dict[UUID, str], now: datetime
    ) -> Iterator[PlannedMonth]:
        kind = KINDS[rule.table]
        if not month_rows.fields_of(connection, kind.name):
            return
        purged_before = None if rule.purge_days is None else cutoff(now, rule.purge_days)
        for account_id, month, rows in month_rows.months_before(
            connection, kind, cutoff(now, rule.archive_days)
        ):
            part = Slice(kind, account_id, start_of(month), end_of(month))
            is_old = purged_before is not None and part.end <= purged_before
            waits = why_it_waits(connection, rule, part) if is_old else ""
            to_archive = not self._archiver.is_archived(connection, part)
            if to_archive or is_old:
                name = _name(names, account_id)
                yield PlannedMonth(part, name, month, rows, to_archive, is_old and not waits, waits)

    def _ready(self, table: str | None, now: datetime) -> tuple[PlannedMonth, ...]:
        """The plan, once there is room for it."""
        planned = self.plan(table, now=now)
        estimate = BYTES_A_ROW * sum(month.rows for month in planned if month.to_archive)
        if estimate:
            self._files.require_space(estimate)
        return planned

    def _carry_out_all(self, table: str | None, now: datetime) -> Iterator[_Done]:
        """The plan, month by month; behind a month that waits nothing leaves: what left has no holes."""
        held: set[tuple[str, UUID | None]] = set()
        for month in self._ready(table, now):
            subject = (month.part.kind.name, month.part.account_id)
            if month.to_purge and subject in held:
                month = replace(month, to_purge=False, waits=BEHIND)  # noqa: PLW2901 - the month as it is
            done = self._carry_out(month, now)
            if done[2]:
                held.add(subject)
            yield done

    def _pack(self, tables: Sequence[str], now: datetime) -> dict[str, int]:
        """Drop the ranges that became empty, and compress the closed ones; how many were compressed."""
        for table in tables:
            days = self._rules[table].purge_days
            if days is not None:
                drop_empty(self._database, table, cutoff(now, days))
        return compress(self._database, tables, now)

    def _carry_out(self, month: PlannedMonth, now: datetime) -> _Done:
        archived = purged = 0
        rule = self._rules[month.part.kind.name]
        try:
            archive = self._archiver.archive(month.part, now)
            if archive is not None and month.to_archive:
                archived = archive.records
            if archive is not None and month.to_purge:
                purged = self._archiver.purge(archive, rule, month.part, now)
        except (BusyError, DamagedError) as error:
            return month, Counts(archived, 0, purged), str(error)
        return month, Counts(archived, 0, purged), month.waits


def _would(month: PlannedMonth) -> _Done:
    archived, purged = month.rows * month.to_archive, month.rows * month.to_purge
    return month, Counts(archived, 0, purged), month.waits


def _name(names: dict[UUID, str], account_id: UUID | None) -> str:
    return NO_ACCOUNT if account_id is None else names.get(account_id, str(account_id))
