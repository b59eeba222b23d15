"""Bars of a minute that a person brought, and the stretches of time that files of them cover."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Double, Table, Text

from services.storage.columns import UTC_TIME, created_column, metadata

price_bars = Table(
    "price_bars",
    metadata,
    Column("server", Text, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("time", UTC_TIME, primary_key=True),
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    Column("spread", Double, nullable=False),
    CheckConstraint("low > 0 AND high >= low AND spread >= 0", name="sound"),
)

price_bar_stretches = Table(
    "price_bar_stretches",
    metadata,
    Column("server", Text, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("first", UTC_TIME, primary_key=True),
    Column("last", UTC_TIME, primary_key=True),
    Column("bars", BigInteger, nullable=False),
    Column("filename", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    created_column(),
)
