"""Hours of all accounts at once, for calendars and heatmaps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

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
    "SELECT DISTINCT ON (account_id) account_id, close FROM performance_1d"
    " WHERE account_id = ANY(:accounts) AND bucket < :begin ORDER BY account_id, bucket DESC"
)
_OPENED_SINCE = text(
    "SELECT DISTINCT ON (account_id) account_id, open FROM performance_1d"
    " WHERE account_id = ANY(:accounts) AND bucket >= :begin ORDER BY account_id, bucket"
)


def read_hourly_equity(connection: Connection, start: datetime, end: datetime) -> HourlyEquity:
    """Equity at the end of every hour in [start, end) of all accounts, and what it was before.

    Before an account's very first hour it is the equity that hour began with.
    """
    begin = DAYS.floor(start - LOOK_BACK)
    accounts = tuple(connection.scalars(select(accounts_table.c.id).order_by(accounts_table.c.name)))
    found = read_columns(connection, _HOURS, (list(accounts), begin, end), _COLUMNS)
    order = np.lexsort((found["bucket"], found["number"]))
    hours = HourlyEquity(
        accounts,
        found["number"][order],
        found["bucket"][order],
        found["close_time"][order],
        found["close"][order],
        found["close"][order],
    )
    return with_before(hours, _opening(connection, hours, begin, start)).since(start)


def _opening(
    connection: Connection, hours: HourlyEquity, begin: datetime, start: datetime
) -> NDArray[np.float64]:
    """What was ahead of the first hour, by account; looked up for those that have no hour before *start*."""
    early = set(hours.owner[hours.start < as_datetime64(start)].tolist())
    late = [account for number, account in enumerate(hours.accounts) if number not in early]
    given = {"accounts": late, "begin": begin}
    known: dict[UUID, float] = {}
    for query in (_OPENED_SINCE, _CLOSED_BEFORE):
        known |= {row[0]: row[1] for row in connection.execute(query, given)}
    return np.array([known.get(account, np.nan) for account in hours.accounts])
