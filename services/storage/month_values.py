"""What months of a table are made of: which tables have them, whose rows, and what the rows come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Kind:
    """A table whose months can leave the database: the column its months are cut by, and its key.

    `has_account` is False for rows that belong to no account.
    """

    name: str
    time: str
    key: tuple[str, ...]
    has_account: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        Kind("performance_snapshots", "time", ("time",)),
        Kind("performance_15m", "bucket", ("bucket",)),
        Kind("performance_1h", "bucket", ("bucket",)),
        Kind("quotes", "time", ("server", "symbol", "time"), has_account=False),
        Kind("deals", "time", ("ticket",)),
        Kind("trade_performance", "exit_time", ("position_id", "sequence")),
    )
}


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one table and account (None: of no account) in [start, end)."""

    kind: Kind
    account_id: UUID | None
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Field:
    """A column by name and PostgreSQL type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What rows come to: how many, exact sums, smallest and largest keys, a hash that no order changes."""

    rows: int
    sums: dict[str, str]
    keys: dict[str, list[str]]
    rows_hash: str


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits that exact numbers have: most before the point, fewest and most behind it."""

    whole: int
    fewest: int
    most: int
    is_finite: bool
