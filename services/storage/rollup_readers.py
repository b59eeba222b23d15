"""Hours of all accounts at once, for calendars and heatmaps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select, text

from services.calc.period import as_datetime64
from services.calc.rollup_profit import HourlyEquity, with_before
from services.storage.columnar import FLOAT, TIME, WHOLE, read_columns
from services.storage.rollups import DAYS
from services.storage.tables import accounts as accounts_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

LOOK_BACK = timedelta(days=3)  # over a weekend; who was silent for longer is looked up among the days
_COLUMNS = {"number": WHOLE, "bucket": TIME, "close_time": TIME, "close": FLOAT}
_HOURS = (
    "SELECT number, bucket, close_time, close FROM performance_1h JOIN"
    " (SELECT id, number - 1 AS number FROM unnest(%s::uuid[]) WITH ORDINALITY AS one (id, number)) AS chosen"
    " ON account_id = id WHERE bucket >= %s AND bucket < %s"
)
_CLOSED_BEFORE = text(
    "SELECT DISTINCT ON (account_id) account_id, close, close_time FROM performance_1d"
    " WHERE account_id = ANY(:accounts) AND bucket < :begin ORDER BY account_id, bucket DESC"
)
_OPENED_SINCE = text(
    "SELECT DISTINCT ON (account_id) account_id, open, open_time FROM performance_1d"
    " WHERE account_id = ANY(:accounts) AND bucket >= :begin ORDER BY account_id, bucket"
)


def read_hourly_equity(connection: Connection, start: datetime, end: datetime) -> HourlyEquity:
    """Equity at the end of every hour in [start, end) of all accounts, and what it was before.

    Before an account's very first hour it is the equity that hour began with.
    """
    begin = DAYS.floor(start - LOOK_BACK)
    accounts = tuple(connection.scalars(select(accounts_table.c.id).order_by(accounts_table.c.name)))
    found = read_columns(connection, _HOURS, (list(accounts), begin, end), _COLUMNS)
    return _with_before(connection, accounts, found, begin, start)


def _with_before(
    connection: Connection,
    accounts: tuple[UUID, ...],
    found: dict[str, NDArray[Any]],
    begin: datetime,
    start: datetime,
) -> HourlyEquity:
    """The hours in order, from *start* on; what was ahead of the first is looked up where it is not found."""
    order = np.lexsort((found["bucket"], found["number"]))
    owner, bucket, last, equity = (found[name][order] for name in _COLUMNS)
    early = set(owner[bucket < as_datetime64(start)].tolist())
    late = [account for number, account in enumerate(accounts) if number not in early]
    known: dict[UUID, tuple[float, np.datetime64]] = {}
    for query in (_OPENED_SINCE, _CLOSED_BEFORE) if late else ():
        rows = connection.execute(query, {"accounts": late, "begin": begin})
        known |= {row[0]: (row[1], as_datetime64(row[2])) for row in rows}
    nothing = (np.nan, np.datetime64("NaT", "us"))
    opening = [known.get(account, nothing) for account in accounts]
    hours = with_before(accounts, owner, bucket, last, equity, opening)
    return hours.since(start)
