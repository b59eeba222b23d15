"""What the time series need regularly: rollups up to date, partitions made, closed ranges compacted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.storage import rollup_refresh, series_upkeep
from services.storage.rollup_checks import differing_buckets, make_again
from services.storage.series_sizes import SeriesSize, read_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from services.storage.engine import Database


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class SeriesCare:
    """Looks after snapshots, quotes and rollups; every step may be repeated, and says what it did."""

    def __init__(self, database: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def refresh(self) -> str:
        """Bring the rollups up to date; raises UnavailableError while somebody writes snapshots for long."""
        done = rollup_refresh.refresh_rollups(self._database, self._now())
        said = f"Rollups are up to date until {done.until:%Y-%m-%d %H:%M} UTC"
        if not done.late_accounts:
            return f"{said}."
        return f"{said}, late snapshots of {_counted(done.late_accounts, 'account')} included."

    def make_again(self, account_id: UUID) -> None:
        """Make the rollups of an account again, as far as the rows below them are in the database."""
        now = self._now()
        with self._database.begin() as connection:
            found = [found for found in differing_buckets(connection, account_id, now) if not found.missing]
            if found:
                make_again(connection, account_id, min(difference.first for difference in found))
        self.refresh()

    def make_partitions(self) -> str:
        """Make the partitions of the coming months, and of rows that came before their partition."""
        made, busy = series_upkeep.make_partitions(self._database, self._now())
        return _said("Made", made, "partition", busy)

    def compact(self) -> str:
        """Order or compress what is over and has changed since it last was."""
        done, busy = series_upkeep.compact(self._database, self._now())
        return _said("Compacted", done, "range", busy)

    def sizes(self) -> tuple[SeriesSize, ...]:
        """How large each series and rollup is, and which time it covers."""
        with self._database.read() as connection:
            return read_sizes(connection)


def _said(verb: str, done: Sequence[str], thing: str, busy: Sequence[str]) -> str:
    named = f": {', '.join(done)}" if done else ""
    waiting = f" In use and left for the next time: {', '.join(busy)}." if busy else ""
    return f"{verb} {_counted(len(done), thing)}{named}.{waiting}"


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
