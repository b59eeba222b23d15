"""What tax years and the taxpayer's profile are in JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, Field

from api._shapes import AccountPath
from services.tax.model import LotMethod, Owner, TaxClass


class TaxYearPath(BaseModel):
    """The year of a path."""

    year: int = Field(description="Tax year.")


class TaxYearQuery(BaseModel):
    """Whose rows; wash sales are matched across all accounts."""

    account_ids: list[UUID] = Field([], description="May be repeated; all accounts when left out.")


class TaxFormUpload(BaseModel):
    """A blank form and what stands at its head."""

    file: FileStorage
    name: str = Field("", max_length=80, description="Name as on the return.")
    number: str = Field("", max_length=11, description="Social security or taxpayer identification number.")
    account_ids: list[UUID] = Field([], description="All accounts when left out.")
    with_statement: bool = Field(False, description="One row a box that refers to our statement.")  # noqa: FBT003


class NamedLine(BaseModel):
    """A line of the statement."""

    name: str
    text: str


class TaxYearBody(BaseModel):
    """A whole tax year; money is text in US dollars, dates are trade dates."""

    tax_year: int
    is_final: bool
    is_blocked: bool
    data_through: date | None
    accounts: list[str]
    statement: list[NamedLine]
    warnings: list[str]
    blocks: list[str]
    rows: list[dict[str, Any]]
    open_lots: list[dict[str, Any]]
    washes: list[dict[str, Any]]
    classes: list[dict[str, Any]]
    interest: list[dict[str, Any]]
    ledger_result: str
    bridge: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    symbols: list[dict[str, Any]]
    compared: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    left_out: list[dict[str, Any]]


class TaxClosingBody(BaseModel):
    """Whether a year is closed, when and through what, and its sums as they were filed and as they are now.

    `is_unchanged` says whether its rows are still those that were filed. Money is text in US dollars.
    """

    tax_year: int
    is_closed: bool
    closed_at: datetime | None = None
    actor: str | None = None
    is_unchanged: bool | None = None
    filed: dict[str, str | int] | None = None
    now: dict[str, str | int] | None = None


class TaxProfileChange(BaseModel):
    """Elections and treatments by name; what is left out stays as it is, null takes one back."""

    changes: dict[str, str | bool | None] = Field(description='Such as `{"cfd_policy": "capital"}`.')


class TaxProfileBody(BaseModel):
    """What the taxpayer says; accounts by their UUID, their names beside them."""

    mark_to_market_from: date | None
    forex_opt_out_from: date | None
    cfd_policy: str
    options_as_replacement: bool
    column_b: str
    same_day: str | None
    whole_dollars: bool
    exchange_zone: str
    owners: dict[str, str]
    methods: list[dict[str, Any]]
    classes: list[dict[str, Any]]
    complete: dict[str, date]
    reported: list[str]
    closed: dict[str, str]
    account_names: dict[str, str]


class TaxClassChange(BaseModel):
    """What a symbol is, in one account or in all; null takes it back."""

    symbol: str = Field(min_length=1, max_length=200)
    tax_class: TaxClass | None = None
    account_id: UUID | None = None
    contract_size: Decimal | None = Field(None, gt=0)


class TaxAccountChange(BaseModel):
    """What an account is for taxes; what is left out stays as it is."""

    owner: Owner | None = None
    is_reported: bool | None = None
    complete_through: date | None = None
    method: LotMethod | None = Field(None, description="Null takes back what begins on `since`.")
    since: date | None = Field(None, description="First day of the method.")
    evidence: str = Field("", max_length=1000, description="Where the instruction is written down.")


class Tax1099Form(BaseModel):
    """A file of a broker."""

    file: FileStorage


class Tax1099Path(AccountPath):
    """The account and the year of a path."""

    year: int = Field(description="Tax year.")


class Tax1099Body(BaseModel):
    """How many sales of each year are kept now."""

    account_id: UUID
    lines: dict[str, int]
