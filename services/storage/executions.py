"""The buys and sells of one account as columns, out of the database in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.calc.executions import Executions
from services.storage.columnar import FLAG, FLOAT, SMALL, TIME, WHOLE, read_columns

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

_SYMBOLS = text("SELECT DISTINCT symbol FROM deals WHERE account_id = :account AND type IN (0, 1)")
_QUERY = """
SELECT time, type = 0 AS is_buy, entry, volume, price, position_id, code - 1 AS symbol_code
FROM deals JOIN unnest(%s::text[]) WITH ORDINALITY AS named (symbol, code) USING (symbol)
WHERE account_id = %s AND type IN (0, 1) AND tag IS NULL AND (reason <> 9 OR price <> 0)
ORDER BY time, place, ticket
"""
_COLUMNS = {
    "time": TIME,
    "is_buy": FLAG,
    "entry": SMALL,
    "volume": FLOAT,
    "price": FLOAT,
    "position_id": WHOLE,
    "symbol_code": SMALL,
}


def read_executions(connection: Connection, account_id: UUID) -> Executions:
    """The buys and sells of an account that are in the database."""
    symbols = sorted(connection.scalars(_SYMBOLS, {"account": account_id}))
    if not symbols:
        return Executions.of(())
    found = read_columns(connection, _QUERY, (symbols, account_id), _COLUMNS)
    return Executions(
        time=found["time"],
        is_buy=found["is_buy"],
        entry=found["entry"],
        volume=found["volume"],
        price=found["price"],
        position=found["position_id"],
        symbol=found["symbol_code"],
        symbols=tuple(symbols),
    )
