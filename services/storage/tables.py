"""Every table of the product, in one schema.

Money that must add up is unconstrained NUMERIC (scale as booked); series for charts are double precision.
"""

from services.storage.bar_tables import price_bar_stretches, price_bars
from services.storage.benchmark_tables import benchmark_closes, benchmark_series
from services.storage.care_tables import (
    alerts,
    api_tokens,
    archives,
    audit_log,
    backups,
    exports,
    job_runs,
    prop_rules,
    users,
)
from services.storage.columns import metadata
from services.storage.group_tables import account_group_members, account_groups
from services.storage.ledger_tables import (
    account_state,
    accounts,
    deal_versions,
    deals,
    imports,
    position_stops,
    positions,
    trade_performance,
)
from services.storage.series_tables import (
    account_rankings,
    account_series,
    currency_rates,
    kept_answers,
    ledger_columns,
    performance_metrics,
    performance_snapshots,
    pushed_batches,
    quotes,
    series_compactions,
    series_state,
    server_clocks,
    symbols,
)
from services.storage.tax_tables import broker_reports, deal_events, instruments, tax_profile

__all__ = [
    "account_group_members",
    "account_groups",
    "account_rankings",
    "account_series",
    "account_state",
    "accounts",
    "alerts",
    "api_tokens",
    "archives",
    "audit_log",
    "backups",
    "benchmark_closes",
    "benchmark_series",
    "broker_reports",
    "currency_rates",
    "deal_events",
    "deal_versions",
    "deals",
    "exports",
    "imports",
    "instruments",
    "job_runs",
    "kept_answers",
    "ledger_columns",
    "metadata",
    "performance_metrics",
    "performance_snapshots",
    "position_stops",
    "positions",
    "price_bar_stretches",
    "price_bars",
    "prop_rules",
    "pushed_batches",
    "quotes",
    "series_compactions",
    "series_state",
    "server_clocks",
    "symbols",
    "tax_profile",
    "trade_performance",
    "users",
]
