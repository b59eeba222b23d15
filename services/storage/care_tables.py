"""What keeps the data and their users: exports, backups, archives, access, audit, alerts, rules."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.storage.columns import UTC_TIME, account_column, created_column, id_column, metadata

exports = Table(
    "exports",
    metadata,
    id_column(),
    created_column(),
    Column("status", Text, nullable=False),
    Column("request", JSONB, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", BigInteger),
    Column("sha256", Text),
    Column("expires_at", UTC_TIME),
)

backups = Table(
    "backups",
    metadata,
    id_column(),
    created_column(),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("manifest", JSONB, nullable=False),
    Column("verified_at", UTC_TIME),
)

archives = Table(
    "archives",
    metadata,
    id_column(),
    created_column(),
    account_column(),
    Column("table_name", Text, nullable=False),
    Column("month", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("manifest", JSONB, nullable=False),
    UniqueConstraint("account_id", "table_name", "month", "sha256"),
)

users = Table(
    "users",
    metadata,
    id_column(),
    created_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled_at", UTC_TIME),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    id_column(),
    created_column(),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("scopes", JSONB, nullable=False),
    Column("expires_at", UTC_TIME),
    Column("last_used_at", UTC_TIME),
    Column("revoked_at", UTC_TIME),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("time", UTC_TIME, nullable=False, server_default=func.now()),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Index(None, "time"),
)

alerts = Table(
    "alerts",
    metadata,
    id_column(),
    created_column(),
    account_column(),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("resolved_at", UTC_TIME),
)

prop_rules = Table(
    "prop_rules",
    metadata,
    account_column(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("rules", JSONB, nullable=False),
    created_column(),
)
