"""What keeps the data and their users: exports, backups, archives, access, audit, alerts, rules."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.storage.columns import (
    EMPTY,
    NO,
    UTC_TIME,
    ZERO,
    account_column,
    created_column,
    id_column,
    metadata,
    text_column,
)

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
    Column("rows_done", BigInteger, nullable=False, server_default=ZERO),
    Column("rows_total", BigInteger),
    Column("started_at", UTC_TIME),
    Column("finished_at", UTC_TIME),
    Column("attempts", Integer, nullable=False, server_default=ZERO),
    Column("is_cancelled", Boolean, nullable=False, server_default=NO),
    text_column("error"),
    Index(None, "status", "created_at"),
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
    text_column("reason"),
    Column("parent_id", Uuid),
    Column("records", BigInteger),
    Column("bytes", BigInteger),
    Column("is_encrypted", Boolean, nullable=False, server_default=NO),
    text_column("error"),
    Column("finished_at", UTC_TIME),
)

archives = Table(
    "archives",
    metadata,
    id_column(),
    created_column(),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE")),  # null: rows of no account
    Column("table_name", Text, nullable=False),
    Column("month", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("manifest", JSONB, nullable=False),
    Column("manifest_sha256", Text, nullable=False, server_default=EMPTY),
    Column("previous_sha256", Text, nullable=False, server_default=EMPTY),
    Column("records", BigInteger, nullable=False, server_default=ZERO),
    Column("bytes", BigInteger, nullable=False, server_default=ZERO),
    Column("verified_at", UTC_TIME),
    Column("purged_at", UTC_TIME),
    UniqueConstraint("account_id", "table_name", "month", "sha256"),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("job", Text, nullable=False),
    Column("started_at", UTC_TIME, nullable=False),
    Column("finished_at", UTC_TIME),
    Column("status", Text, nullable=False),
    Column(
        "runs", Integer, nullable=False, server_default=text("1")
    ),  # alike runs of a frequent job, as one row
    Column("seconds", Double, nullable=False, server_default=ZERO),
    text_column("message"),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'")),
    text_column("process"),
    Index(None, "job", "started_at"),
    Index(None, "started_at"),
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
