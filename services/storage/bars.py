"""Bars of a minute: kept by server, symbol and time, and what they say of trades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from services.storage.excursions import Watched
from services.storage.tables import accounts, price_bar_stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row

_STAGE = "CREATE TEMPORARY TABLE staged_bars (time timestamptz, low float8, high float8, spread float8)"
_COPY = "COPY staged_bars FROM STDIN"
_MERGE = text("""
INSERT INTO price_bars (server, symbol, time, low, high, spread)
SELECT :server, :symbol, time, low, high, spread FROM staged_bars
ON CONFLICT (server, symbol, time)
DO UPDATE SET low = excluded.low, high = excluded.high, spread = excluded.spread
""")
_TRADES = text("""
WITH trades AS (
  SELECT *, row_number() OVER (ORDER BY exit_time DESC, position_id DESC, sequence DESC) AS from_end
  FROM trade_performance WHERE account_id = :account AND exit_time >= :since)
SELECT t.from_end, t.side = 'buy' AS is_long, t.entry_price::float8 AS entry, t.exit_price::float8 AS exit,
  t.profit::float8 AS profit, NULL::float8 AS stop, b.low, b.high, 0.0::float8 AS gap
FROM trades t
CROSS JOIN LATERAL (
  SELECT min(low + CASE WHEN t.side = 'buy' THEN 0 ELSE spread END) AS low,
    max(high + CASE WHEN t.side = 'buy' THEN 0 ELSE spread END) AS high
  FROM price_bars WHERE server = :server AND symbol = t.symbol
    AND time >= t.entry_time AND time <= t.exit_time - interval '1 minute') b
WHERE t.entry_price IS NOT NULL AND NOT t.is_orphan AND b.low IS NOT NULL AND EXISTS (
  SELECT FROM price_bar_stretches s WHERE s.server = :server AND s.symbol = t.symbol
    AND s.first <= t.entry_time AND s.last >= t.exit_time - interval '1 minute')
""")


def write_bars(
    connection: Connection,
    server: str,
    symbol: str,
    bars: Iterable[tuple[datetime, float, float, float]],
    stretch: dict[str, Any],
) -> None:
    """Keep bars (time, low, high, spread) and the stretch they cover; a minute that is known is replaced.

    Every account of the server counts as changed: what its trades went through may be known now.
    """
    connection.exec_driver_sql(_STAGE)
    cursor = connection.connection.cursor()
    with cursor.copy(_COPY) as copy:
        for bar in bars:
            copy.write_row(bar)
    connection.execute(_MERGE, {"server": server, "symbol": symbol})
    connection.exec_driver_sql("DROP TABLE staged_bars")
    row = {"server": server, "symbol": symbol} | stretch
    kept = insert(price_bar_stretches).values(row)
    named = ("bars", "filename", "sha256")
    connection.execute(
        kept.on_conflict_do_update(
            constraint="pk_price_bar_stretches",
            set_={name: kept.excluded[name] for name in named} | {"created_at": func.now()},
        )
    )
    changed = update(accounts).where(accounts.c.server == server)
    connection.execute(changed.values(ledger_version=accounts.c.ledger_version + 1))


def read_stretches(connection: Connection) -> Sequence[Row[Any]]:
    """What files of bars cover, by server, symbol and time."""
    table = price_bar_stretches
    return connection.execute(select(table).order_by(table.c.server, table.c.symbol, table.c.first)).all()


def bars_mark(connection: Connection, server: str) -> datetime | None:
    """When bars of a server were last brought; None without any."""
    table = price_bar_stretches
    found: datetime | None = connection.scalar(
        select(func.max(table.c.created_at)).where(table.c.server == server)
    )
    return found


def read_watched_by_bars(
    connection: Connection, account_id: UUID, server: str, since: datetime
) -> tuple[Watched, ...]:
    """The trades within a stretch of bars that hold a whole minute, with the lowest and highest prices."""
    rows = connection.execute(_TRADES, {"account": account_id, "server": server, "since": since})
    return tuple(Watched(*row) for row in rows)
