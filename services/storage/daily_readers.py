"""Days of all accounts at once, for calendars: only the end of each day is read, not its hours."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from services.calc.period import as_datetime64
from services.calc.rollup_profit import HourlyEquity
from services.storage.columnar import FLOAT, TIME, WHOLE, read_columns
from services.storage.rollup_readers import read_hourly_equity
from services.storage.rollup_refresh import refreshed_until
from services.storage.rollups import HOURS
from services.storage.tables import accounts as accounts_table
from services.storage.timeseries import relation_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from services.calc.server_zone import ServerZone

_COLUMNS = {"number": WHOLE, "midnight": WHOLE, "close_time": TIME, "close": FLOAT}
_AT_MIDNIGHT = (
    "SELECT one.number - 1 AS number, ends.midnight - 1 AS midnight, close_time, close"
    " FROM unnest(%s::uuid[]) WITH ORDINALITY AS one (id, number),"
    " unnest(%s::timestamptz[]) WITH ORDINALITY AS ends (time, midnight), LATERAL (SELECT close_time, close"
    " FROM {hours} WHERE account_id = id AND bucket < time ORDER BY bucket DESC LIMIT 1) AS known"
)


def read_daily_equity(
    connection: Connection, zone: ServerZone, start: datetime, end: datetime
) -> HourlyEquity:
    """Equity at the end of every day of *zone* in [start, end), whole days, and what it was before.

    Days that are stored whole are one row each; the hours since then, and those of accounts that began within
    the days, are as `read_hourly_equity` gives them. The clock of *zone* must be whole hours from UTC.
    """
    known_until = refreshed_until(connection, HOURS.name)
    midnights = [midnight for midnight in _midnights(zone, start, end) if midnight <= known_until]
    if len(midnights) <= 1:
        return read_hourly_equity(connection, start, end)
    accounts = tuple(connection.scalars(select(accounts_table.c.id).order_by(accounts_table.c.name)))
    days, whole = _days(connection, accounts, midnights)
    parts = [days]
    if not whole.all():
        hours = read_hourly_equity(connection, start, midnights[-1])
        parts.append(_rows(hours, ~whole[hours.owner]))
    if midnights[-1] < end:
        parts.append(read_hourly_equity(connection, midnights[-1], end))
    return _joined(accounts, parts)


def _days(
    connection: Connection, accounts: tuple[UUID, ...], midnights: Sequence[datetime]
) -> tuple[HourlyEquity, NDArray[np.bool_]]:
    """The days between *midnights* in which something was recorded, and whose accounts these are all of."""
    query = _AT_MIDNIGHT.format(hours=relation_of(connection, HOURS.name))
    found = read_columns(connection, query, (list(accounts), list(midnights)), _COLUMNS)
    order = np.lexsort((found["midnight"], found["number"]))
    owner, midnight, last, equity = (found[name][order] for name in _COLUMNS)
    whole = np.zeros(len(accounts), dtype=bool)
    whole[owner[midnight == 0]] = True
    rows = np.flatnonzero((owner[1:] == owner[:-1]) & (last[1:] != last[:-1])) + 1
    rows = rows[whole[owner[rows]]]
    starts = np.array([as_datetime64(midnight) for midnight in midnights], dtype="datetime64[us]")
    days = HourlyEquity(
        accounts=accounts,
        owner=owner[rows],
        start=starts[midnight[rows] - 1],
        last=last[rows],
        equity=equity[rows],
        before=equity[rows - 1],
        counted_from=last[rows - 1],
    )
    return days, whole


def _midnights(zone: ServerZone, start: datetime, end: datetime) -> list[datetime]:
    """The instants at which the days of [start, end) begin, and the one at which the last ends."""
    found, day = [], zone.to_server(start)
    while (midnight := zone.day_start(day)) <= end:
        found.append(midnight)
        day += timedelta(days=1)
    return found


def _rows(hours: HourlyEquity, chosen: NDArray[np.bool_]) -> HourlyEquity:
    return HourlyEquity(hours.accounts, *(getattr(hours, field.name)[chosen] for field in fields(hours)[1:]))


def _joined(accounts: tuple[UUID, ...], parts: Sequence[HourlyEquity]) -> HourlyEquity:
    names = [field.name for field in fields(HourlyEquity)][1:]
    return HourlyEquity(
        accounts, *(np.concatenate([getattr(part, name) for part in parts]) for name in names)
    )
