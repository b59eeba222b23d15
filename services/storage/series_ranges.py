"""The series that are kept by time, and the ranges of time they are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Series:
    """A table kept by time: its columns, its key, and whether its rows belong to accounts."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    is_of_accounts: bool

    @property
    def segment(self) -> tuple[str, ...]:
        """What rows of one subject share."""
        return tuple(name for name in self.key if name != "time")

    @property
    def constraints(self) -> tuple[str, ...]:
        """Its primary key, and its foreign key where it has one, as SQL."""
        own = f"CONSTRAINT pk_{self.name} PRIMARY KEY ({', '.join(self.key)})"
        if not self.is_of_accounts:
            return (own,)
        reference = f"CONSTRAINT fk_{self.name}_account_id FOREIGN KEY (account_id)"
        return own, f"{reference} REFERENCES accounts (id) ON DELETE CASCADE"


@dataclass(frozen=True, slots=True)
class SeriesRange:
    """A partition or chunk: rows of [start, end); compact when nothing is left to order or compress."""

    name: str
    start: datetime
    end: datetime
    is_compact: bool


SNAPSHOTS = Series(
    "performance_snapshots",
    ("account_id", "time", "balance", "equity", "margin", "open_positions"),
    ("account_id", "time"),
    is_of_accounts=True,
)
QUOTES = Series(
    "quotes",
    ("server", "symbol", "time", "bid", "ask"),
    ("server", "symbol", "time"),
    is_of_accounts=False,
)
SERIES = (SNAPSHOTS, QUOTES)


def month_of(time: datetime) -> datetime:
    """The start of the UTC calendar month that holds *time*."""
    return time.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(month: datetime) -> datetime:
    """The start of the month after the one that starts at *month*."""
    return month_of(month + timedelta(days=31))


def months_between(start: datetime, end: datetime) -> Iterator[datetime]:
    """The starts of the months from the one that holds *start* to the one that holds *end*."""
    month = month_of(start)
    while month <= end:
        yield month
        month = next_month(month)
