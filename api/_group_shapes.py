"""What `/groups` is asked and what it answers."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api._compare_shapes import CURRENCY
from api._shapes import BENCHMARK, MOST_ACCOUNTS, DateRange, PeriodType
from api.metrics import FiguresBody
from services.groups import LONGEST_NAME


class GroupPath(BaseModel):
    """The group of a path."""

    group_id: UUID = Field(description="Identifier of the group.")


class TogetherPath(BaseModel):
    """The group of a path, or all accounts."""

    group_id: UUID | Literal["all"] = Field(description="Identifier of the group, or `all` accounts.")


class NewGroup(BaseModel):
    """What a group is called, and who is in it."""

    name: str = Field(max_length=2 * LONGEST_NAME, description="Unique, whatever the case of its letters.")
    account_ids: list[UUID] = Field(min_length=1, max_length=MOST_ACCOUNTS)


class ChangedGroup(BaseModel):
    """What of a group becomes another; what is left out stays."""

    name: str | None = Field(None, max_length=2 * LONGEST_NAME)
    account_ids: list[UUID] | None = Field(None, min_length=1, max_length=MOST_ACCOUNTS)


class GroupBody(BaseModel):
    """A group; accounts by name."""

    group_id: UUID
    name: str
    account_ids: list[UUID]


class GroupList(BaseModel):
    """Every group, by name."""

    data: list[GroupBody]
    total_records: int


class TogetherQuery(DateRange):
    """Period and currency; with a period type and no dates, the present day, week, month or year."""

    period_type: PeriodType | None = None
    currency: str | None = CURRENCY
    intervals: bool = Field(default=False, description="Whether metrics have `low` and `high`.")
    benchmark: str | None = BENCHMARK


class MemberBody(BaseModel):
    """What an account adds, in the currency of the answer; each column sums to the total."""

    account_id: UUID
    account_name: str
    net_profit: str
    share: float | None
    trades: int
    net_flows: str
    balance: str
    equity: str | None


class TogetherBody(FiguresBody):
    """The figures of accounts as one, and what each of them adds."""

    group_id: UUID | None
    account_ids: list[UUID]
    currency: str
    zone: str
    members: list[MemberBody]
