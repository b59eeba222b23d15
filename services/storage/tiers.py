"""An account's snapshots as one series, finer the newer: hours, then quarters of an hour, then every point.

Which grain a time is read at depends on its age only, so that what leaves the database changes no figure.
Buckets with a deposit or withdrawal in them are read point by point, for the flow-neutral index is chained
around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import numpy as np

from services.calc.equity import EVERY_POINT, Snapshots
from services.calc.period import as_datetime
from services.calc.rollup_points import Buckets, holding, is_whole, joined, points_of
from services.storage.columnar import FLOAT, TIME, WHOLE, read_columns
from services.storage.rollups import DAYS, EPOCH, HOURS, POINTS, QUARTERS, RAW, TIMES, Rollup
from services.storage.snapshot_series import read_snapshots, read_snapshots_at
from services.storage.timeseries import purged_before

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from services.calc.equity import Booked

RAW_DAYS = 2
QUARTER_DAYS = 90
_COARSER = {QUARTERS.name: HOURS, HOURS.name: DAYS}
_COLUMNS = {
    "bucket": TIME,
    "balance": FLOAT,
    "n": WHOLE,
    **dict.fromkeys(POINTS, FLOAT),
    **dict.fromkeys(TIMES, TIME),
}


class ArchivedSeries(Protocol):
    """What has left the database of an account's series."""

    def points(self, connection: Connection, account_id: UUID, start: datetime, end: datetime) -> Snapshots:
        """The snapshots of [start, end), by time."""

    def buckets(
        self, connection: Connection, account_id: UUID, name: str, start: datetime, end: datetime
    ) -> Buckets:
        """The buckets of the rollup called *name* (`performance_15m`, `performance_1h`) in [start, end)."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """Until when hours are read and until when quarters of an hour; every point since."""

    hours_until: datetime
    quarters_until: datetime


def tiers_at(now: datetime, dirty_from: datetime | None = None) -> Tiers:
    """The tiers of the day of *now*: at least the last 48 hours are read point by point.

    So is what the rollups do not know yet, from the day of *dirty_from*.
    """
    midnight = DAYS.floor(now)
    known = midnight if dirty_from is None else DAYS.floor(dirty_from)
    ages = (timedelta(days=QUARTER_DAYS), timedelta(days=RAW_DAYS))
    return Tiers(*(min(midnight - age, known) for age in ages))


def read_older(
    connection: Connection,
    account_id: UUID,
    tiers: Tiers,
    booked: Booked,
    archived: ArchivedSeries | None = None,
) -> Snapshots:
    """What is read by the hour and the quarter of an hour."""
    reader = _Reader(connection, account_id, booked, archived)
    hours, hours_whole = reader.tier(HOURS, EPOCH, tiers.hours_until)
    quarters, quarters_whole = reader.tier(QUARTERS, tiers.hours_until, tiers.quarters_until)
    grains = [
        f"{name} until {until.day} {until:%b %Y}"
        for name, until, whole in (
            ("hours", tiers.hours_until, hours_whole),
            ("15 minutes", tiers.quarters_until, quarters_whole),
        )
        if not whole
    ]
    grain = ", ".join([*grains, "every point since"]) if grains else EVERY_POINT
    return joined([hours, quarters], grain)


def read_newer(
    connection: Connection,
    account_id: UUID,
    tiers: Tiers,
    booked: Booked,
    archived: ArchivedSeries | None = None,
) -> Snapshots:
    """Every point since the last tier's end."""
    purged = purged_before(connection, RAW, account_id)
    live = read_snapshots(connection, account_id, tiers.quarters_until)
    if purged is None or purged <= tiers.quarters_until:
        return live
    if archived is not None:
        gone = archived.points(connection, account_id, tiers.quarters_until, purged)
    else:
        reader = _Reader(connection, account_id, booked, None)
        gone, _ = reader.tier(QUARTERS, tiers.quarters_until, purged)
    return joined([gone, live])


def read_buckets(
    connection: Connection, account_id: UUID, rollup: Rollup, start: datetime, end: datetime
) -> Buckets:
    """The buckets of a rollup in [start, end) that are in the database, by time."""
    query = (
        f"SELECT {', '.join(_COLUMNS)} FROM {rollup.name}"
        " WHERE account_id = %s AND bucket >= %s AND bucket < %s ORDER BY bucket"
    )
    found = read_columns(connection, query, (account_id, start, end), _COLUMNS)
    return Buckets(
        start=found["bucket"],
        balance=found["balance"],
        n=found["n"],
        times=np.stack([found[name] for name in TIMES], axis=1),
        values=np.stack([found[name] for name in POINTS], axis=1),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    connection: Connection
    account_id: UUID
    booked: Booked
    archived: ArchivedSeries | None

    def tier(self, rollup: Rollup, start: datetime, end: datetime) -> tuple[Snapshots, bool]:
        """The points of a rollup in [start, end), and whether they are all that was recorded."""
        purged = purged_before(self.connection, rollup.name, self.account_id) or start
        edge = min(max(purged, start), end)
        buckets = read_buckets(self.connection, self.account_id, rollup, edge, end)
        if edge > start and self.archived is not None:
            gone = self.archived.buckets(self.connection, self.account_id, rollup.name, start, edge)
            return self._points(rollup, gone.then(buckets))
        points, whole = self._points(rollup, buckets)
        if edge == start:
            return points, whole
        coarser = _COARSER[rollup.name]
        gone = read_buckets(self.connection, self.account_id, coarser, start, edge)
        return joined([points_of(gone, self.booked), points]), whole and not gone.start.size

    def _points(self, rollup: Rollup, buckets: Buckets) -> tuple[Snapshots, bool]:
        """Buckets with a flow point by point, where the points are to be had; the others by their six."""
        width = np.timedelta64(int(rollup.width.total_seconds()), "s")
        chained = holding(self.booked.flow_times, buckets.start, width)
        exact = self._exact(buckets.start[chained], rollup.width)
        left = buckets.rows(~holding(exact.time, buckets.start, width))
        points = points_of(left, self.booked)
        return joined([points, exact]), is_whole(left, points)

    def _exact(self, starts: NDArray[np.datetime64], width: timedelta) -> Snapshots:
        """Every point of the buckets at *starts*, from the database or else from the archive."""
        live = read_snapshots_at(self.connection, self.account_id, starts, width)
        purged = purged_before(self.connection, RAW, self.account_id) if self.archived is not None else None
        if purged is None or self.archived is None:
            return live
        gone = [
            self.archived.points(self.connection, self.account_id, start, start + width)
            for start in map(as_datetime, starts)
            if start < purged
        ]
        return joined([live, *gone])
