"""Snapshots of balance and equity: written once, read as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from services.calc.equity import Snapshots
from services.calc.period import as_datetime
from services.storage.columnar import FLOAT, TIME, read_columns
from services.storage.rollup_refresh import hold_off_refresh
from services.storage.rollups import QUARTERS, RAW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

BATCH = 5_000
NEWEST = "SELECT max(time) FROM performance_snapshots WHERE account_id = {account}"

_MARKS = (
    f"SELECT accounts.id, ({NEWEST.format(account='accounts.id')}), coalesce(late_version, 0), dirty_from,"
    " purged_before IS NOT NULL"
    " FROM accounts"
    f" LEFT JOIN account_series ON account_id = accounts.id AND table_name = '{RAW}'"
)
_WRITE = text(f"""
WITH given AS (
    SELECT * FROM unnest(
        CAST(:accounts AS uuid[]), CAST(:times AS timestamptz[]), CAST(:balances AS float8[]),
        CAST(:equities AS float8[]), CAST(:margins AS float8[]), CAST(:open_positions AS int[])
    ) AS given (account_id, time, balance, equity, margin, open_positions)
), before AS (
    SELECT account_id, purged_before, newest
    FROM (SELECT DISTINCT account_id FROM given) AS accounts
    CROSS JOIN LATERAL ({NEWEST.format(account="accounts.account_id")}) AS known (newest)
    LEFT JOIN (SELECT * FROM account_series WHERE table_name = '{RAW}') AS series USING (account_id)
), stored AS (
    INSERT INTO performance_snapshots (account_id, time, balance, equity, margin, open_positions)
    SELECT account_id, time, balance, equity, margin, open_positions FROM given JOIN before USING (account_id)
    WHERE purged_before IS NULL OR time >= purged_before
    ON CONFLICT (account_id, time) DO NOTHING
    RETURNING account_id, time
), lost AS (
    SELECT account_id, count(*) AS refused FROM given JOIN before USING (account_id)
    WHERE time < purged_before GROUP BY account_id
), kept AS (
    SELECT account_id, min(time) AS first FROM stored GROUP BY account_id
), found AS (
    SELECT account_id, coalesce(refused, 0) AS refused, first, newest
    FROM before LEFT JOIN lost USING (account_id) LEFT JOIN kept USING (account_id)
), noted AS (
    INSERT INTO account_series AS known (account_id, table_name, refused, late_version, dirty_from)
    SELECT account_id, '{RAW}', refused, coalesce(first < newest, false)::int,
        CASE WHEN first < watermark THEN first END
    FROM found, (SELECT watermark FROM series_state WHERE name = '{QUARTERS.name}') AS state
    WHERE refused > 0 OR first < newest OR first < watermark ORDER BY account_id
    ON CONFLICT (account_id, table_name) DO UPDATE SET
        refused = known.refused + excluded.refused,
        late_version = known.late_version + excluded.late_version,
        dirty_from = least(known.dirty_from, excluded.dirty_from)
)
SELECT (SELECT count(*) FROM stored), (SELECT sum(refused) FROM found),
    (SELECT array_agg(DISTINCT to_char(time, '"{RAW}_"YYYY_MM')) FROM stored)
""")


@dataclass(frozen=True, slots=True)
class Written:
    """How many snapshots were stored, and refused because their time has been purged; the rest was known."""

    stored: int
    refused: int


@dataclass(frozen=True, slots=True)
class Mark:
    """When an account's last snapshot was taken, and a number that rises when an older one arrives.

    From `dirty_from` on the rollups do not know of late snapshots yet. `is_purged` says that some have left
    the database.
    """

    newest: datetime | None
    late_version: int
    dirty_from: datetime | None
    is_purged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever recorded."""
        return self.newest is None and not self.is_purged


def write_snapshots(connection: Connection, rows: Iterable[Sequence[Any]]) -> Written:
    """Record snapshots: (account_id, time, balance, equity, margin, open_positions).

    What was recorded once stands. Late rows are noted for the rollups; those older than what was purged are
    refused, for their bucket would be made of them alone.
    """
    hold_off_refresh(connection)
    stored = refused = 0
    waiting = iter(rows)
    while batch := tuple(islice(waiting, BATCH)):
        columns = [list(column) for column in zip(*batch, strict=True)]
        names = ("accounts", "times", "balances", "equities", "margins", "open_positions")
        done = connection.execute(_WRITE, dict(zip(names, columns, strict=True))).one()
        stored, refused = stored + done[0], refused + int(done[1])
        if done[2]:
            connection.execute(
                text("DELETE FROM series_compactions WHERE name = ANY(:names)"), {"names": done[2]}
            )
    return Written(stored, refused)


def read_marks(connection: Connection, account_id: UUID | None = None) -> dict[UUID, Mark]:
    """What tells whether an account's snapshots have changed, of one account or of all."""
    rows = connection.execute(
        text(_MARKS + ("" if account_id is None else " WHERE accounts.id = :account")),
        {"account": account_id},
    )
    return {row[0]: Mark(*row[1:]) for row in rows}


def read_snapshots(
    connection: Connection, account_id: UUID, start: datetime | None = None, end: datetime | None = None
) -> Snapshots:
    """The recorded snapshots of an account in [start, end), by time; purged ones are not among them."""
    query = "SELECT time, balance, equity FROM performance_snapshots WHERE account_id = %s"
    given: list[object] = [account_id]
    for condition, bound in ((" AND time >= %s", start), (" AND time < %s", end)):
        if bound is not None:
            query += condition
            given.append(bound)
    return _snapshots(connection, f"{query} ORDER BY time", given)


def read_snapshots_at(
    connection: Connection, account_id: UUID, starts: NDArray[np.datetime64], width: timedelta
) -> Snapshots:
    """The recorded snapshots of an account within *width* from each of *starts*, by time."""
    query = (
        "SELECT found.time, found.balance, found.equity FROM unnest(%s::timestamptz[]) AS wanted (start),"
        " LATERAL (SELECT time, balance, equity FROM performance_snapshots AS kept WHERE account_id = %s"
        " AND kept.time >= wanted.start AND kept.time < wanted.start + %s) AS found ORDER BY found.time"
    )
    given = ([as_datetime(start) for start in starts], account_id, width)
    return _snapshots(connection, query, given)


def _snapshots(connection: Connection, query: str, given: Sequence[object]) -> Snapshots:
    found = read_columns(connection, query, given, {"time": TIME, "balance": FLOAT, "equity": FLOAT})
    return Snapshots(found["time"], found["balance"], found["equity"])
