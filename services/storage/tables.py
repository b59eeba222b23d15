"""Every table of the product, in one schema.

Money that must add up is unconstrained NUMERIC (scale as booked); series for charts are double precision.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

UTC_TIME = DateTime(timezone=True)
NO = text("false")
ZERO = text("0")
EMPTY = text("''")


def _id() -> Column[object]:
    return Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid())


def _account(*, primary_key: bool = False) -> Column[object]:
    return Column(
        "account_id",
        Uuid,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def _created() -> Column[object]:
    return Column("created_at", UTC_TIME, nullable=False, server_default=func.now())


def _money(name: str, *, nullable: bool = False) -> Column[object]:
    default = None if nullable else ZERO
    return Column(name, Numeric, nullable=nullable, server_default=default)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False, server_default=EMPTY)


accounts = Table(
    "accounts",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("login", Text, nullable=False),
    _text("server"),
    _text("company"),
    Column("currency", Text, nullable=False),
    Column("currency_digits", SmallInteger, nullable=False),
    Column("margin_mode", Text, nullable=False),
    Column("trade_mode", Text, nullable=False),
    Column("server_zone", Text, nullable=False),
    _money("opening_balance"),
    Column("leverage", Integer),
    Column("is_demo", Boolean, nullable=False, server_default=NO),
    Column("ledger_version", BigInteger, nullable=False, server_default=ZERO),
    _created(),
    UniqueConstraint("login", "server", "currency"),
)

imports = Table(
    "imports",
    metadata,
    _id(),
    _account(),
    Column("sha256", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("imported_at", UTC_TIME, nullable=False, server_default=func.now()),
    Column("server_zone", Text, nullable=False),
    Column("window_start", UTC_TIME),
    Column("window_end", UTC_TIME),
    Column("deals", Integer, nullable=False),
    Column("new_deals", Integer, nullable=False),
    Column("changed_deals", Integer, nullable=False),
    Column("trades", Integer, nullable=False),
    _money("opening_balance"),
    _money("stated_balance", nullable=True),
    _money("residual"),
    Column("accepted_residual", Boolean, nullable=False, server_default=NO),
    Column("is_partial", Boolean, nullable=False, server_default=NO),
    Column("figures", JSONB, nullable=False),
    Column("warnings", JSONB, nullable=False),
    UniqueConstraint("account_id", "sha256"),
)

deals = Table(
    "deals",
    metadata,
    _account(primary_key=True),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False),
    Column("time", UTC_TIME, nullable=False),
    Column("server_time", DateTime, nullable=False),
    Column("type", SmallInteger, nullable=False),
    Column("entry", SmallInteger, nullable=False),
    Column("order", BigInteger, nullable=False, server_default=ZERO),
    Column("position_id", BigInteger, nullable=False, server_default=ZERO),
    _text("symbol"),
    _money("volume"),
    _money("price"),
    _money("commission"),
    _money("swap"),
    _money("profit"),
    _money("fee"),
    Column("magic", BigInteger, nullable=False, server_default=ZERO),
    Column("reason", SmallInteger, nullable=False, server_default=ZERO),
    _text("comment"),
    _text("external_id"),
    Column("tag", Text),
    Index(None, "account_id", "time", "ticket"),
)

deal_versions = Table(
    "deal_versions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    _account(),
    Column("ticket", BigInteger, nullable=False),
    Column("replaced_at", UTC_TIME, nullable=False, server_default=func.now()),
    Column("reason", Text, nullable=False),
    Column("deal", JSONB, nullable=False),
    Index(None, "account_id", "ticket"),
)

trade_performance = Table(
    "trade_performance",
    metadata,
    _account(primary_key=True),
    Column("position_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("symbol", Text, nullable=False),
    Column("side", Text, nullable=False),
    _money("volume"),
    Column("entry_time", UTC_TIME),
    Column("exit_time", UTC_TIME, nullable=False),
    _money("entry_price", nullable=True),
    _money("exit_price"),
    _money("profit"),
    _money("commission"),
    _money("swap"),
    _money("fee"),
    _money("net_profit"),
    Column("is_orphan", Boolean, nullable=False, server_default=NO),
    Column("exits", Integer, nullable=False, server_default=text("1")),
    Column("reason", SmallInteger, nullable=False, server_default=ZERO),
    Column("magic", BigInteger, nullable=False, server_default=ZERO),
    _text("comment"),
    CheckConstraint("net_profit = profit + commission + swap + fee", name="net_profit"),
    Index(None, "account_id", "exit_time"),
)

positions = Table(
    "positions",
    metadata,
    _account(primary_key=True),
    Column("position_id", BigInteger, primary_key=True, autoincrement=False),
    Column("symbol", Text, nullable=False),
    Column("side", Text, nullable=False),
    _money("volume"),
    Column("time", UTC_TIME, nullable=False),
    _money("price_open"),
    _money("price_current", nullable=True),
    _money("stop_loss", nullable=True),
    _money("take_profit", nullable=True),
    _money("swap"),
    _money("profit"),
    Column("magic", BigInteger, nullable=False, server_default=ZERO),
    _text("comment"),
)

account_state = Table(
    "account_state",
    metadata,
    _account(primary_key=True),
    Column("time", UTC_TIME, nullable=False),
    _money("balance"),
    _money("credit"),
    _money("equity"),
    _money("floating"),
    _money("margin", nullable=True),
    Column("open_positions", Integer, nullable=False),
    Column("source", Text, nullable=False),
)

performance_snapshots = Table(
    "performance_snapshots",
    metadata,
    _account(primary_key=True),
    Column("time", UTC_TIME, primary_key=True),
    Column("balance", Double, nullable=False),
    Column("equity", Double, nullable=False),
    Column("margin", Double),
    Column("open_positions", Integer, nullable=False),
)

performance_metrics = Table(
    "performance_metrics",
    metadata,
    _account(primary_key=True),
    Column("period_type", Text, primary_key=True),
    Column("period_start", UTC_TIME, primary_key=True),
    Column("basis", Text, primary_key=True),
    Column("period_end", UTC_TIME, nullable=False),
    Column("zone", Text, nullable=False),
    Column("values", JSONB, nullable=False),
    Column("ledger_version", BigInteger, nullable=False),
    Column("computed_at", UTC_TIME, nullable=False, server_default=func.now()),
)

account_rankings = Table(
    "account_rankings",
    metadata,
    _account(primary_key=True),
    Column("period_type", Text, primary_key=True),
    Column("period_start", UTC_TIME, primary_key=True),
    Column("period_end", UTC_TIME, nullable=False),
    Column("performance_rank", Integer, nullable=False),
    Column("total_accounts", Integer, nullable=False),
    Column("ranking_score", Double, nullable=False),
    Column("components", JSONB, nullable=False),
    Column("computed_at", UTC_TIME, nullable=False, server_default=func.now()),
)

symbols = Table(
    "symbols",
    metadata,
    Column("server", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digits", SmallInteger, nullable=False),
    _money("contract_size"),
    _money("tick_size", nullable=True),
    _money("tick_value", nullable=True),
    Column("calc_mode", SmallInteger, nullable=False, server_default=ZERO),
    Column("currency_profit", Text, nullable=False),
    _text("description"),
)

quotes = Table(
    "quotes",
    metadata,
    Column("server", Text, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("time", UTC_TIME, primary_key=True),
    Column("bid", Double, nullable=False),
    Column("ask", Double, nullable=False),
)

currency_rates = Table(
    "currency_rates",
    metadata,
    Column("source", Text, primary_key=True),
    Column("base", Text, primary_key=True),
    Column("quote", Text, primary_key=True),
    Column("date", Date, primary_key=True),
    Column("rate", Numeric, nullable=False),
    CheckConstraint("rate > 0", name="positive"),
)

exports = Table(
    "exports",
    metadata,
    _id(),
    _created(),
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
    _id(),
    _created(),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("manifest", JSONB, nullable=False),
    Column("verified_at", UTC_TIME),
)

archives = Table(
    "archives",
    metadata,
    _id(),
    _created(),
    _account(),
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
    _id(),
    _created(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled_at", UTC_TIME),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    _id(),
    _created(),
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
    _id(),
    _created(),
    _account(),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("resolved_at", UTC_TIME),
)

prop_rules = Table(
    "prop_rules",
    metadata,
    _account(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("rules", JSONB, nullable=False),
    _created(),
)
