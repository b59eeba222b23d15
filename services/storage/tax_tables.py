"""What taxes need beside the ledger: symbols as files tell them, deals that are no trades, the taxpayer."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.storage.columns import NO, UTC_TIME, account_column, created_column, metadata, text_column

instruments = Table(
    "instruments",
    metadata,
    account_column(primary_key=True),
    Column("symbol", Text, primary_key=True),
    text_column("asset_class"),
    Column("multiplier", Numeric, nullable=False),
    Column("is_assumed", Boolean, nullable=False, server_default=NO),  # the multiplier was not stated
)

deal_events = Table(
    "deal_events",
    metadata,
    account_column(primary_key=True),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("ratio", Numeric),  # of a split: new units for one
    Column("settles", Date),
    text_column("lot"),  # the order of the purchase that a sale names
)

broker_reports = Table(
    "broker_reports",
    metadata,
    account_column(primary_key=True),
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("filename", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    created_column(),
)

tax_profile = Table(
    "tax_profile",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("profile", JSONB, nullable=False),
    Column("changed_at", UTC_TIME, nullable=False, server_default=func.now()),
    CheckConstraint("id = 1", name="one"),
)
