"""Ledgers of made-up trades, written by the server itself: accounts of a deposit and many round trips."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks._storage_walks import add_accounts
from services.container import build
from services.settings import load
from services.storage.migrate import migrate
from services.storage.rollup_refresh import committing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from services.container import Services
    from services.storage.engine import Database

_TRADES = """
INSERT INTO trade_performance
    (account_id, position_id, sequence, symbol, side, volume, entry_time, exit_time, entry_price, exit_price,
     profit, commission, swap, fee, net_profit)
SELECT id, 2 * n, 0, (ARRAY['EURUSD', 'USDJPY', 'XAUUSD', 'US500'])[1 + n % 4],
    CASE WHEN n % 3 = 0 THEN 'sell' ELSE 'buy' END, 0.1, opened, opened + held, 1.1, 1.2,
    profit, -0.7, swap, 0, profit - 0.7 + swap
FROM unnest(CAST(:accounts AS uuid[])) AS account (id), generate_series(1, :trades) AS n,
    LATERAL (SELECT round((random() * 200 - 97)::numeric, 2) AS profit, -round(random()::numeric, 2) AS swap,
        TIMESTAMPTZ '2016-01-04 00:00+00' + n * :step * INTERVAL '1 second' AS opened,
        (0.2 + 0.7 * random()) * :step * INTERVAL '1 second' AS held
        WHERE n > 0 AND id IS NOT NULL) AS drawn
"""
_DEALS = """
INSERT INTO deals (account_id, ticket, time, server_time, type, entry, position_id, symbol, volume, price,
    commission, swap, profit)
SELECT account_id, position_id + 1 - entry, time, time AT TIME ZONE 'UTC',
    CASE WHEN (side = 'buy') = (entry = 0) THEN 0 ELSE 1 END, entry, position_id, symbol, volume, price,
    CASE WHEN entry = 0 THEN commission ELSE 0 END, CASE WHEN entry = 1 THEN swap ELSE 0 END,
    CASE WHEN entry = 1 THEN profit ELSE 0 END
FROM trade_performance, LATERAL (VALUES (0, entry_time, entry_price), (1, exit_time, exit_price))
    AS leg (entry, time, price)
WHERE account_id = ANY(:accounts)
"""
_DEPOSITS = """
INSERT INTO deals (account_id, ticket, time, server_time, type, entry, profit)
SELECT id, 1, TIMESTAMPTZ '2016-01-03 00:00+00', TIMESTAMP '2016-01-03 00:00', 2, 0, 1000000
FROM unnest(CAST(:accounts AS uuid[])) AS account (id)
"""
_VERSION = "UPDATE accounts SET ledger_version = 1 WHERE id = ANY(:accounts)"
SECONDS = 10 * 365 * 86_400


@contextmanager
def empty_services() -> Iterator[Services]:
    """The product on an embedded server of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="performance-bench-") as folder:
        Path(folder).chmod(0o755)
        services = build(load({"DATA_DIR": folder}))
        try:
            migrate(services.database, timeseries_engine="plain")
            yield services
        finally:
            services.close()


def add_ledgers(database: Database, accounts: int, trades: int, *, deals: bool = True) -> tuple[UUID, ...]:
    """Accounts of ten years with so many round trips each; without their deals when only trades are read."""
    owners = add_accounts(database, accounts)
    given = {"accounts": list(owners), "trades": trades, "step": SECONDS / trades}
    with database.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(_TRADES), given)
        if deals:
            connection.execute(text(_DEPOSITS), given)
            connection.execute(text(_DEALS), given)
        connection.execute(text(_VERSION), given)
    with committing(database) as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("RESET statement_timeout"))
    return owners
