"""Groups of accounts: their names, and who is in them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

from services.storage.columns import account_column, created_column, id_column, metadata

account_groups = Table(
    "account_groups",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    created_column(),
)

account_group_members = Table(
    "account_group_members",
    metadata,
    Column(
        "group_id",
        Uuid,
        ForeignKey("account_groups.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    account_column(primary_key=True),
    Index(None, "account_id"),
)
