"""Stored prices of the last business days of years: imported closes, quotes, bars of a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from services.tax.year_marks import StoredPrice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    Wanted = tuple[str, str, date]

_END = "((w.day + time '17:00') AT TIME ZONE 'America/New_York')"
_OF_DAY = f"server = w.server AND symbol = w.symbol AND time BETWEEN {_END} - interval '17 hours' AND {_END}"
_PRICES = text(f"""
SELECT w.server, w.symbol, w.day, given.price, given.source
FROM unnest(CAST(:servers AS text[]), CAST(:symbols AS text[]), CAST(:days AS date[]))
  AS w (server, symbol, day)
CROSS JOIN LATERAL (
  (SELECT c.close::numeric AS price, 'the series of closes ' || s.name AS source, 1 AS rank
   FROM benchmark_series s JOIN benchmark_closes c ON c.series_id = s.id
   WHERE s.name = w.symbol AND c.date = w.day)
  UNION ALL
  (SELECT (bid::numeric + ask::numeric) / 2, 'the last quote until 17:00 in New York', 2
   FROM quotes WHERE {_OF_DAY} ORDER BY time DESC LIMIT 1)
  UNION ALL
  (SELECT (low::numeric + high::numeric + spread::numeric) / 2, 'the last minute until 17:00 in New York', 3
   FROM price_bars WHERE {_OF_DAY} ORDER BY time DESC LIMIT 1)
  ORDER BY rank LIMIT 1) AS given
""")  # noqa: S608 - the names are ours


def read_year_prices(connection: Connection, wanted: Sequence[Wanted]) -> dict[Wanted, StoredPrice]:
    """The best price that is known of a server's symbol on a day: a close, else a quote, else a bar."""
    if not wanted:
        return {}
    servers, symbols, days = zip(*wanted, strict=True)
    given = {"servers": list(servers), "symbols": list(symbols), "days": list(days)}
    return {
        (row.server, row.symbol, row.day): StoredPrice(row.price.normalize(), row.source)
        for row in connection.execute(_PRICES, given)
    }
