"""Closed trades of many accounts as columns, out of the database in one go, no row touched by Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import text

from services.calc.account_trades import AccountTrades
from services.calc.trade_kernel import TradeArrays
from services.storage.columnar import FLAG, FLOAT, SMALL, TIME, read_groups

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Row

_COLUMNS = {
    "net_profit": FLOAT,
    "is_long": FLAG,
    "volume": FLOAT,
    "commission": FLOAT,
    "swap": FLOAT,
    "fee": FLOAT,
    "opened": TIME,
    "exit_time": TIME,
    "symbol_code": SMALL,
}
_SORT_MEMORY = text("SET LOCAL work_mem = '256MB'")
_QUERY = """
SELECT account_id, net_profit, side = 'buy' AS is_long, volume, commission, swap, fee,
    coalesce(entry_time, '-infinity') AS opened, exit_time, code - 1 AS symbol_code
FROM trade_performance JOIN unnest(%s::text[]) WITH ORDINALITY AS named (symbol, code) USING (symbol)
WHERE account_id = ANY(%s) ORDER BY account_id, exit_time, position_id, sequence
"""
_SUMS = text("""
SELECT account_id, symbol, sum(net_profit) AS net_profit, count(*) FILTER (WHERE is_orphan) AS orphans
FROM trade_performance WHERE account_id = ANY(:accounts) GROUP BY account_id, symbol
""")


def read_trade_columns(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, AccountTrades]:
    """The closed trades of these accounts that are in the database; floats are those of the exact amounts."""
    sums = connection.execute(_SUMS, {"accounts": list(account_ids)}).all()
    by_account: dict[UUID, list[Row[Any]]] = {}
    for row in sums:
        by_account.setdefault(row.account_id, []).append(row)
    names = sorted({row.symbol for row in sums})
    connection.execute(_SORT_MEMORY)
    found = read_groups(connection, _QUERY, (names, list(by_account)), _COLUMNS)
    read = {account: _trades(found[account], names, rows) for account, rows in by_account.items()}
    nothing = AccountTrades.of(())
    return {account: read.get(account, nothing) for account in account_ids}


def _trades(found: dict[str, NDArray[Any]], names: Sequence[str], sums: Sequence[Row[Any]]) -> AccountTrades:
    arrays = TradeArrays(
        net=found["net_profit"],
        is_long=found["is_long"],
        volume=found["volume"],
        commission=found["commission"],
        swap=found["swap"],
        fee=found["fee"],
        entry=found["opened"],
        exit=found["exit_time"],
    )
    used = sorted(row.symbol for row in sums)
    places = np.searchsorted(np.array([names.index(name) for name in used]), found["symbol_code"])
    total: Decimal = sum((row.net_profit for row in sums[1:]), sums[0].net_profit)
    return AccountTrades(
        arrays, places.astype(np.int16), tuple(used), total, sum(row.orphans for row in sums)
    )
