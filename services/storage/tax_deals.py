"""The trade deals of accounts for taxes: results by day, and deals of what is property, each in one query."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import text

from services.tax.booked import TaxDeal, TradeDay

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection, Row, TextClause

    from services.calc.server_zone import ServerZone

_IS_TRADE = "d.type IN (0, 1) AND coalesce(d.tag, 'trade') = 'trade'"
_IS_DATE = """(d.server_time::time = '00:00' AND EXISTS (
  SELECT FROM imports i WHERE i.account_id = d.account_id AND i.has_dates_only
  AND d.time BETWEEN i.window_start - interval '1 day' AND i.window_end + interval '1 day'))"""
_DAY = "(CASE WHEN is_date THEN server_time ELSE (time AT TIME ZONE zone) + shift END)::date"
_GIVEN = """unnest(CAST(:accounts AS uuid[]), CAST(:symbols AS text[]), CAST(:zones AS text[]),
  CAST(:shifts AS interval[])) AS given (account_id, symbol, zone, shift)"""
_FROM = f"""
(SELECT d.*, given.zone, given.shift, {_IS_DATE} AS is_date
 FROM deals d JOIN {_GIVEN} USING (account_id, symbol) WHERE {_IS_TRADE}) AS found"""  # noqa: S608 - ours
_DAYS = text(f"""
SELECT account_id, symbol, {_DAY} AS day, count(*) FILTER (WHERE entry <> 0) AS exits,
  sum(profit) AS profit, sum(commission + fee) AS costs, sum(swap) AS swap
FROM {_FROM} GROUP BY 1, 2, 3 ORDER BY 3, 1, 2
""")  # noqa: S608 - the names are ours
_DEALS = text(f"""
SELECT account_id, ticket, time, is_date, {_DAY} AS day, type, entry, "order", position_id, symbol, volume,
  price, -(commission + fee) AS costs, external_id, place
FROM {_FROM}
""")  # noqa: S608 - the names are ours
_SYMBOLS = text(f"""
SELECT account_id, symbol, count(*) AS deals, sum(profit + swap + commission + fee) AS cash
FROM deals d WHERE account_id = ANY(:accounts) AND {_IS_TRADE} GROUP BY 1, 2 ORDER BY 1, 2
""")  # noqa: S608 - the names are ours
_CLOSED = text(f"""
SELECT account_id, extract(year FROM time AT TIME ZONE 'UTC')::int AS year, count(*) AS deals
FROM deals d WHERE account_id = ANY(:accounts) AND entry <> 0 AND {_IS_TRADE} GROUP BY 1, 2
""")  # noqa: S608 - the names are ours
_HASHED, _FREE = text("SET LOCAL enable_nestloop = off"), text("SET LOCAL enable_nestloop = on")
_WINDOWS = text("""
SELECT account_id, window_start, window_end FROM imports
WHERE account_id = ANY(:accounts) AND has_dates_only AND window_start IS NOT NULL
""")
_HERE = text("SELECT ticket FROM deals WHERE account_id = :account AND ticket = ANY(:tickets)")


class Traded(NamedTuple):
    """A symbol that an account traded: how many deals, and what they moved in the account's currency."""

    account: UUID
    symbol: str
    deals: int
    cash: Decimal


class Zoned(NamedTuple):
    """A symbol of an account, and the clock that its days are counted by."""

    account: UUID
    symbol: str
    clock: ServerZone


def traded_symbols(connection: Connection, account_ids: Sequence[UUID]) -> tuple[Traded, ...]:
    """What these accounts traded, of what is in the database."""
    return tuple(Traded(*row) for row in connection.execute(_SYMBOLS, {"accounts": list(account_ids)}))


def read_trade_days(connection: Connection, wanted: Sequence[Zoned]) -> tuple[TradeDay, ...]:
    """The results of these symbols by day, of what is in the database."""
    return tuple(map(TradeDay._make, _hashed(connection, _DAYS, wanted)))


def read_tax_deals(connection: Connection, wanted: Sequence[Zoned]) -> tuple[TaxDeal, ...]:
    """The deals of these symbols that are in the database, in no order."""
    return tuple(map(TaxDeal._make, _hashed(connection, _DEALS, wanted)))


def closed_in_years(connection: Connection, account_ids: Sequence[UUID]) -> dict[tuple[UUID, int], int]:
    """How many deals of these accounts closed something, by account and year (UTC)."""
    rows = connection.execute(_CLOSED, {"accounts": list(account_ids)})
    return {(account, year): deals for account, year, deals in rows}


def date_windows(
    connection: Connection, account_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """From when to when the files of accounts told no time of day, with a day on both sides."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = {account: [] for account in account_ids}
    beside = timedelta(days=1)
    for account, start, end in connection.execute(_WINDOWS, {"accounts": list(account_ids)}):
        found[account].append((start - beside, end + beside))
    return found


def tickets_here(connection: Connection, account_id: UUID, tickets: Collection[int]) -> set[int]:
    """Which of the deals are in the database."""
    return set(connection.scalars(_HERE, {"account": account_id, "tickets": list(tickets)}))


def _hashed(connection: Connection, query: TextClause, wanted: Sequence[Zoned]) -> Sequence[Row[Any]]:
    """The rows of a query; hundreds of symbols are joined by hash, though the planner expects a few."""
    connection.execute(_HASHED)
    rows = connection.execute(query, _given(wanted)).all()
    connection.execute(_FREE)
    return rows


def _given(wanted: Sequence[Zoned]) -> dict[str, list[object]]:
    clocks = [_clock(item.clock) for item in wanted]
    return {
        "accounts": [item.account for item in wanted],
        "symbols": [item.symbol for item in wanted],
        "zones": [zone for zone, _ in clocks],
        "shifts": [shift for _, shift in clocks],
    }


def _clock(clock: ServerZone) -> tuple[str, timedelta]:
    """A clock as the database knows it: a zone by name, and what is added to it."""
    if isinstance(clock.base, ZoneInfo):
        return clock.base.key, clock.shift
    fixed = clock.base.utcoffset(None) if isinstance(clock.base, timezone) else timedelta()
    return "UTC", clock.shift + (fixed or timedelta())
