"""Series and what is derived from them: snapshots, metrics, rankings, quotes, symbols, rates."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.storage.columns import UTC_TIME, ZERO, account_column, metadata, money_column, text_column

performance_snapshots = Table(
    "performance_snapshots",
    metadata,
    account_column(primary_key=True),
    Column("time", UTC_TIME, primary_key=True),
    Column("balance", Double, nullable=False),
    Column("equity", Double, nullable=False),
    Column("margin", Double),
    Column("open_positions", Integer, nullable=False),
    Index(None, "time", postgresql_using="brin"),
)

series_state = Table(
    "series_state",
    metadata,
    Column("name", Text, primary_key=True),
    Column("watermark", UTC_TIME, nullable=False),  # rollups: until when rows are stored
    Column("purged_before", UTC_TIME),  # series of no account: until when rows have left the database
)

account_series = Table(
    "account_series",
    metadata,
    account_column(primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("late_version", BigInteger, nullable=False, server_default=ZERO),  # rises when late rows arrive
    Column("dirty_from", UTC_TIME),  # rollups are behind the late rows from here on
    Column("refused", BigInteger, nullable=False, server_default=ZERO),  # rows older than what was purged
    Column("purged_before", UTC_TIME),  # until when rows have left the database
)

series_compactions = Table(
    "series_compactions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("compacted_at", UTC_TIME, nullable=False),
)

performance_metrics = Table(
    "performance_metrics",
    metadata,
    account_column(primary_key=True),
    Column("period_type", Text, primary_key=True),
    Column("period_start", UTC_TIME, primary_key=True),
    Column("basis", Text, primary_key=True),
    Column("period_end", UTC_TIME, nullable=False),
    Column("zone", Text, nullable=False),
    Column("values", JSONB, nullable=False),
    Column("ledger_version", BigInteger, nullable=False),
    Column("computed_at", UTC_TIME, nullable=False, server_default=func.now()),
)

ledger_columns = Table(
    "ledger_columns",
    metadata,
    account_column(primary_key=True),
    Column("ledger_version", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", UTC_TIME, nullable=False, server_default=func.now()),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", UTC_TIME, nullable=False, server_default=func.now()),
)

account_rankings = Table(
    "account_rankings",
    metadata,
    account_column(primary_key=True),
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
    money_column("contract_size"),
    money_column("tick_size", nullable=True),
    money_column("tick_value", nullable=True),
    Column("calc_mode", SmallInteger, nullable=False, server_default=ZERO),
    Column("currency_profit", Text, nullable=False),
    text_column("description"),
    money_column("tick_value_profit", nullable=True),
    money_column("tick_value_loss", nullable=True),
    text_column("currency_base"),
    text_column("currency_margin"),
    money_column("margin_initial"),
    money_column("face_value"),
    money_column("accrued_interest"),
    money_column("liquidity_rate"),
)

server_clocks = Table(
    "server_clocks",
    metadata,
    Column("server", Text, primary_key=True),
    Column("since", UTC_TIME, primary_key=True),
    Column("zone", Text, nullable=False),
    Column("offset_minutes", Integer, nullable=False),  # server's clock minus UTC, as it was measured
)

pushed_batches = Table(
    "pushed_batches",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("received_at", UTC_TIME, nullable=False, server_default=func.now()),
    Column("login", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("batch", JSONB, nullable=False),
)

quotes = Table(
    "quotes",
    metadata,
    Column("server", Text, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("time", UTC_TIME, primary_key=True),
    Column("bid", Double, nullable=False),
    Column("ask", Double, nullable=False),
    Index(None, "time", postgresql_using="brin"),
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
