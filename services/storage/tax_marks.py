"""What a tax year stands on, as one value: when it is the same, so is the answer.

Deals of demo accounts, which may come every second, change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MARK = text("""
SELECT
  (now() AT TIME ZONE 'UTC')::date,
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', id, name, trade_mode, is_demo,
     CASE WHEN trade_mode = 'real' AND NOT is_demo THEN ledger_version END), 0)), 0) FROM accounts),
  (SELECT coalesce(max(version), 0) FROM tax_profile),
  (SELECT coalesce(sum(hashtextextended(i::text, 0)), 0) FROM instruments i),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', account_id, year, created_at), 0)), 0)
   FROM broker_reports),
  (SELECT coalesce(sum(hashtextextended(e::text, 0)), 0) FROM deal_events e),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', name, sha256), 0)), 0) FROM benchmark_series),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', server, name, calc_mode, contract_size,
     currency_profit, currency_base, face_value), 0)), 0) FROM symbols),
  (SELECT coalesce(sum(hashtextextended(r::text, 0)), 0) FROM currency_rates r WHERE source <> 'demo')
""")


def tax_mark(connection: Connection) -> tuple[object, ...]:
    """The mark of all that taxes are made of: ledgers, profile, symbols, events, rates, closes, the day."""
    return tuple(connection.execute(_MARK).one())
