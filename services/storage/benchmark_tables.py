"""Imported series that accounts are laid beside: their names, and a close a day."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Double, ForeignKey, Table, Text, Uuid

from services.storage.columns import created_column, id_column, metadata

benchmark_series = Table(
    "benchmark_series",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("filename", Text, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    created_column(),
)

benchmark_closes = Table(
    "benchmark_closes",
    metadata,
    Column("series_id", Uuid, ForeignKey("benchmark_series.id", ondelete="CASCADE"), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("close", Double, nullable=False),
    CheckConstraint("close > 0", name="positive"),
)
