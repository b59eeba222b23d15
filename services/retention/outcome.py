"""What retention would do, did, and left for later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from services.storage.month_values import Slice


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """One month of a table and account that is due: how many rows, and what happens to them.

    `waits` says why rows that are old enough stay for now; empty when nothing holds them.
    """

    part: Slice
    account: str
    month: date
    rows: int
    to_archive: bool
    to_purge: bool
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows written to archive files, months packed in the database, rows removed from it."""

    archived: int = 0
    compressed: int = 0
    purged: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.archived + other.archived, self.compressed + other.compressed, self.purged + other.purged
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A month that is due and was left as it is, and why."""

    table: str
    account: str
    month: date
    reason: str

    @property
    def sentence(self) -> str:
        """The month and the reason for a person."""
        return f"{self.table} of {self.account} in {self.month:%Y-%m} waits: {self.reason}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of retention did; what it would do when `dry_run`."""

    table_name: str | None
    tables: dict[str, Counts]
    waiting: tuple[Waiting, ...]
    applied_at: datetime
    dry_run: bool

    @property
    def total(self) -> Counts:
        """The counts of all tables."""
        return sum(self.tables.values(), Counts())

    @property
    def sentence(self) -> str:
        """What was done, for a person."""
        total = self.total
        if total == Counts() and not self.waiting:
            return "Nothing is old enough to be archived."
        would = "would be " if self.dry_run else ""
        return (
            f"{total.archived:,} rows {would}archived, {total.purged:,} rows {would}removed,"
            f" {total.compressed:,} ranges {would}compressed, {len(self.waiting):,} months wait."
        )


@dataclass(frozen=True, slots=True)
class ArchivedMonth:
    """One archive file as a page lists it."""

    table: str
    account_id: UUID | None
    account: str
    month: date
    state: str
    rows: int
    bytes: int
    sha256: str
    path: str
    verified_at: datetime | None
    purged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArchivedRange:
    """Months of a table in [start, end) that are read from archive files."""

    table: str
    start: datetime
    end: datetime
