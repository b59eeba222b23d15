"""What `/prop` is asked and what it answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request
from pydantic import BaseModel, Field, model_validator

from api._shapes import AccountPath
from services.prop_firm.library import LARGEST


class RulesPath(AccountPath):
    """The rule set of an account."""

    name: str = Field(max_length=80, description="Name of the rule set.")


class AssignBody(BaseModel):
    """Rules of one's own."""

    rules: str = Field("", max_length=2 * LARGEST, description="YAML; the library's set when left out.")

    @model_validator(mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:  # noqa: ANN401 - whatever was sent
        if value is None and not request.get_data().strip():
            return {}
        if not isinstance(value, dict):
            raise ValueError('not a JSON object such as {"rules": "…"}; leave it out for the library\'s set')  # noqa: TRY004 - pydantic's way
        return value


class LotsQuery(BaseModel):
    """A symbol, and how far its price may go the wrong way."""

    symbol: str = Field(min_length=1, max_length=64, description="A symbol of the account's server.")
    distance: str = Field(max_length=32, description="A stop's distance or a price move, such as 0.0050.")


class LotsOfSet(BaseModel):
    """Lots until the nearest floor of a set, rounded down; null beside the reason."""

    name: str
    label: str
    headroom: str | None
    lots: str | None
    reason: str | None


class LotsBody(BaseModel):
    """What one lot loses over the distance, and how many each set leaves; an estimate without costs.

    Headroom is that of live equity at `as_of`, else (`is_live` false, and `basis` says so) what was recorded
    last; `held` are the symbol's open lots, buys less sells, whose loss on the same way is taken off first.
    """

    account_id: UUID
    currency: str
    symbol: str
    distance: str
    loss_per_lot: str | None
    reason: str | None
    held: str
    is_live: bool
    as_of: datetime | None
    basis: str
    data: list[LotsOfSet]


class RulesBody(BaseModel):
    """A rule set; `rules` is all of it as the YAML says it."""

    name: str
    label: str
    currency: str
    rules: dict[str, Any]


class Library(BaseModel):
    """The rule sets that come with the product, by label."""

    data: list[RulesBody]
    total_records: int


class EvidenceBody(BaseModel):
    """The first instant beyond a limit (or at a target); amounts count from the rules' initial balance."""

    time: datetime
    value: str | float | None
    floor: str | float | None
    reference: str | float | None


class BreachBody(BaseModel):
    """A breach as it was seen first; it stays, whatever the ledger shows later."""

    rule_set: str
    digest: str
    rule: str
    time: datetime
    value: str
    floor: str
    reference: str
    ledger_version: int
    found_at: datetime


class CheckBody(BaseModel):
    """One rule: its limit, what is used of it now and was at worst, in its own unit; headroom is money."""

    rule: str
    label: str
    unit: str
    status: str
    limit: str | float | int | None
    used: str | float | int | None
    worst: str | float | int | None
    headroom: str | None
    evidence: EvidenceBody | None
    breach: BreachBody | None
    is_undone: bool


class TradingDayBody(BaseModel):
    """A trading day: what its loss is counted from, its lowest equity, its result on the balance."""

    day: date
    reference: str
    lowest: str
    result: str


class StandingBody(BaseModel):
    """Where the account stands with a set; `on_equity` is the share of its points that are equity."""

    name: str
    label: str
    status: str
    assigned_at: datetime | None
    initial_balance: str
    headroom: str | None
    days_left: int | None
    on_equity: float
    basis: str
    checks: list[CheckBody]
    days: list[TradingDayBody]


class StandingList(BaseModel):
    """Every set of an account, by name."""

    account_id: UUID
    currency: str
    data: list[StandingBody]
    total_records: int
