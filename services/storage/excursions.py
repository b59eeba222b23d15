"""What prices did while trades were open, and their first stops, out of the database in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

_IS_ANY = text(
    "SELECT EXISTS (SELECT FROM quotes WHERE server = :server)"
    " OR EXISTS (SELECT FROM position_stops WHERE account_id = :account)"
)
_TRADES = text("""
WITH known AS (SELECT symbol, min(time) AS began FROM quotes WHERE server = :server GROUP BY symbol),
trades AS (
  SELECT *, row_number() OVER (ORDER BY exit_time DESC, position_id DESC, sequence DESC) AS from_end
  FROM trade_performance WHERE account_id = :account AND exit_time >= :since)
SELECT t.from_end, t.side = 'buy' AS is_long, t.entry_price::float8 AS entry, t.exit_price::float8 AS exit,
  t.profit::float8 AS profit, s.stop::float8 AS stop, q.low, q.high,
  extract(epoch FROM q.gap)::float8 AS gap
FROM trades t
LEFT JOIN known k ON k.symbol = t.symbol AND k.began <= t.entry_time + interval '1 minute'
LEFT JOIN position_stops s
  ON s.account_id = t.account_id AND s.position_id = t.position_id AND t.sequence = 1
LEFT JOIN LATERAL (
  SELECT min(price) AS low, max(price) AS high, max(CASE WHEN is_closed THEN NULL ELSE gap END) AS gap
  FROM (
    SELECT price, time - before AS gap,
      extract(isodow FROM before) = 5 AND extract(hour FROM before) >= 20
        AND extract(isodow FROM time) IN (7, 1) AND time - before < interval '3 days' AS is_closed
    FROM (
      SELECT time, price, lag(time) OVER (ORDER BY time) AS before
      FROM (
        SELECT time, CASE WHEN t.side = 'buy' THEN bid ELSE ask END AS price FROM quotes
        WHERE server = :server AND symbol = t.symbol AND time BETWEEN t.entry_time AND t.exit_time
        UNION ALL VALUES (t.entry_time, NULL::float8), (t.exit_time, NULL::float8)) AS points) AS steps
  ) AS gaps) q ON k.symbol IS NOT NULL
WHERE t.entry_price IS NOT NULL AND NOT t.is_orphan AND (k.symbol IS NOT NULL OR s.stop IS NOT NULL)
""")


@dataclass(frozen=True, slots=True)
class Watched:
    """A trade that prices or a stop are known of; `from_end` is its place from the last trade, which is 1.

    `low` and `high` are of the side it would be closed at, None without quotes; `gap` is the longest stretch
    without one, in seconds, from entry to exit, the closed weekend left out.
    """

    from_end: int
    is_long: bool
    entry: float
    exit: float
    profit: float
    stop: float | None
    low: float | None
    high: float | None
    gap: float | None


def read_watched(
    connection: Connection, account_id: UUID, server: str, since: datetime
) -> tuple[Watched, ...]:
    """The trades closed from *since* on that prices of the account's server or a first stop are known of."""
    given = {"account": account_id, "server": server}
    if not connection.scalar(_IS_ANY, given):  # then no trade need be looked at
        return ()
    rows = connection.execute(_TRADES, given | {"since": since})
    return tuple(Watched(*row) for row in rows)
