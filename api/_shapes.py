"""What several resources share: paths, periods, money as text, pages of rows by cursor."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID

from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field

from dashboard.context import services
from services.calc.beside import ALONE, Beside
from services.calc.period import Period, in_calendar
from services.calc.server_zone import server_zone
from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PREFIX = "/api/v1/performance"
TAG = Tag(name="performance", description="Accounts, profit, metrics, history and imports.")
ONLY_KNOWN = ConfigDict(extra="forbid")  # a misspelled date would make a file of other days
Row = TypeVar("Row")
PeriodType = Literal["daily", "weekly", "monthly", "yearly"]
MOST_ROWS, MOST_ACCOUNTS = 10_000, 1_000
_FOREIGN = "The cursor is not one that this server gave."


BENCHMARK: str | None = Field(
    None,
    max_length=200,
    description="`account:<id>`, `group:<id>` or `series:<id>`; alpha, beta, correlation and information"
    " ratio have values beside it.",
)


class AccountPath(BaseModel):
    """The account of a path."""

    account_id: UUID = Field(description="Identifier of the account.")


class DateRange(BaseModel):
    """A half-open stretch of time; a naive time is read in the account's reporting zone."""

    start_date: datetime | None = Field(
        None, description="First instant inside; the first deal when left out."
    )
    end_date: datetime | None = Field(None, description="First instant outside; now when left out.")


class AskedAccounts(BaseModel):
    """Which accounts; all of them when neither accounts nor groups are named."""

    account_ids: list[UUID] = Field(
        [], max_length=MOST_ACCOUNTS, description="May be repeated; all accounts when left out."
    )
    group_ids: list[UUID] = Field(
        [], max_length=MOST_ACCOUNTS, description="Groups whose accounts are meant too; may be repeated."
    )

    @property
    def accounts(self) -> list[UUID]:
        """The accounts named, one by one or by a group; raises NotFoundError for an unknown group."""
        groups = [services().groups.find(str(group)) for group in self.group_ids]
        members = [account for group in groups for account in group.accounts]
        if groups and not members:
            raise InvalidInputError(f"The group {groups[0].name!r} has no accounts left.")
        return list(dict.fromkeys([*self.account_ids, *members]))


class Paging(BaseModel):
    """A page of rows."""

    limit: int = Field(1000, ge=1, le=MOST_ROWS, description="Most rows to answer.")
    cursor: str | None = Field(None, description="`next_cursor` of the page before.")


class PageOfRows(BaseModel):
    """Rows in order, and the cursor of the next page (null on the last)."""

    account_id: UUID
    data: list[dict[str, Any]]
    total_records: int
    limit: int
    next_cursor: str | None


class ArchivedBody(BaseModel):
    """A stretch of a table that was read from archive files."""

    table: str
    start: datetime
    end: datetime


def beside_of(benchmark: str | None, accounts: Sequence[UUID], zone: str) -> Beside:
    """What these accounts are measured beside; raises InvalidInputError or NotFoundError."""
    if benchmark is None:
        return ALONE
    return Beside(benchmark=services().benchmarks.choose(benchmark, accounts, zone).benchmark)


def period_of(asked: DateRange, zone: str, period_type: PeriodType | None = None) -> Period:
    """The period that was asked for; with only a type, the present day, week, month or year.

    Raises InvalidInputError when it ends before it starts.
    """
    clock = server_zone(zone)
    now = datetime.now(UTC)
    start, end = bounds_of(asked, zone)
    today = clock.to_server(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if start is None and end is None and period_type is not None:
        start = clock.day_start(_first_day(today, period_type))
    end = end or clock.day_start(today + timedelta(days=1))
    if start is not None and start >= end:
        raise InvalidInputError("start_date must be before end_date.")
    return Period(start, end, period_type or "custom")


def bounds_of(asked: DateRange, zone: str) -> tuple[datetime | None, datetime | None]:
    """The bounds that were given, aware; raises InvalidInputError for one at the edges of the calendar."""
    return _aware(asked.start_date, zone), _aware(asked.end_date, zone)


def _aware(time: datetime | None, zone: str) -> datetime | None:
    if time is None:
        return None
    inside = in_calendar(time)
    return server_zone(zone).to_utc(inside) if inside.tzinfo is None else inside.astimezone(UTC)


def _first_day(today: datetime, period_type: PeriodType) -> datetime:
    if period_type == "weekly":
        return today - timedelta(days=today.weekday())
    if period_type == "monthly":
        return today.replace(day=1)
    return today.replace(month=1, day=1) if period_type == "yearly" else today


def page_of(
    rows: Sequence[Row], key: Callable[[Row], list[Any]], asked: Paging
) -> tuple[list[Row], str | None]:
    """The rows after the cursor, and the next cursor; *rows* must be in the order of *key*."""
    after = _decoded(asked.cursor)
    start = 0
    if after is not None:
        start = _first_after(rows, key, after)
    found = list(rows[start : start + asked.limit])
    more = start + asked.limit < len(rows)
    return found, _encoded(key(found[-1])) if more else None


def _first_after(rows: Sequence[Row], key: Callable[[Row], list[Any]], after: list[Any]) -> int:
    if rows and [type(part) for part in key(rows[0])] != [type(part) for part in after]:
        raise InvalidInputError(_FOREIGN)
    return next((number for number, row in enumerate(rows) if key(row) > after), len(rows))


def _encoded(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _decoded(cursor: str | None) -> list[Any] | None:
    if cursor is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError, binascii.Error) as error:
        raise InvalidInputError(_FOREIGN) from error
    if not isinstance(found, list):
        raise InvalidInputError(_FOREIGN)
    return found
