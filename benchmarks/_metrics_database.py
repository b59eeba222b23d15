"""A million closed trades out of the database: as columns, by pandas, and the floor of one sum."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import text

from benchmarks._figure import Figure
from benchmarks._metrics_ledger import add_ledgers, empty_services
from services.storage.kept_columns import read_kept
from services.storage.trade_columns import read_trade_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from services.storage.engine import Database

ACCOUNTS, TRADES, ROUNDS = 500, 2_000, 3
_SAME = text(
    "SELECT account_id, net_profit, side, volume, commission, swap, fee, entry_time, exit_time, symbol"
    " FROM trade_performance ORDER BY account_id, exit_time, position_id, sequence"
)
_SUM = text("SELECT sum(net_profit) FROM trade_performance")
_SUMS = text(
    "SELECT sum(net_profit), sum(volume), sum(commission), sum(swap), sum(fee), max(entry_time),"
    " max(exit_time), max(side), max(symbol) FROM trade_performance"
)


def database() -> list[Figure]:
    """The figures; wall time, for half of the work is the server's."""
    with empty_services() as services:
        owners = add_ledgers(services.database, ACCOUNTS, TRADES, deals=False)
        services.ledger_keeping.fill()
        found = _timed(services.database, owners)
    return [
        Figure("1,000,000 trades as nine columns, kept", found["kept"] * 1000, "ms"),
        Figure("the same by pandas.read_sql", found["pandas"] / found["kept"], "times", least=8.0),
        Figure("kept, beside select sum(net_profit)", found["kept"] / found["sum"], "times", most=4.0),
        Figure("from the rows, of a changed ledger", found["columns"] * 1000, "ms"),
        Figure(
            "the same by pandas.read_sql, beside it", found["pandas"] / found["columns"], "times", least=8.0
        ),
        Figure("from the rows, beside a sum of each column", found["columns"] / found["sums"], "times"),
    ]


def _timed(database: Database, owners: tuple[UUID, ...]) -> dict[str, float]:
    """The median seconds of each way, one after the other in each round."""
    with database.read() as connection:
        ways: dict[str, Callable[[], object]] = {
            "kept": lambda: read_kept(connection, dict.fromkeys(owners, 1)),
            "columns": lambda: read_trade_columns(connection, owners),
            "pandas": lambda: pd.read_sql(_SAME, connection),
            "sums": lambda: connection.execute(_SUMS).all(),
            "sum": lambda: connection.execute(_SUM).all(),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                began = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in seconds.items()}
