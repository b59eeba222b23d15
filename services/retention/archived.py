"""What has left the database, read beside what is in it: nobody who asks has to know where a row lies."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from services.calc.period import as_datetime64
from services.errors import DamagedError
from services.kept import Kept
from services.retention._archived_series import (
    buckets_between,
    read_buckets,
    read_snapshots,
    snapshots_between,
)
from services.retention.archive_files import RESTORE
from services.retention.parquet import fields_in, read_rows
from services.retention.policy import end_of, start_of
from services.storage import archives, ledger, month_rows
from services.storage.month_values import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import Connection

    from services.calc.equity import Snapshots
    from services.calc.rollup_points import Buckets
    from services.model import ClosedTrade, Deal
    from services.retention.archive_files import ArchiveFiles
    from services.storage.archives import Archive

KEPT_FILES = 256
LATER = {"place": 0}
"""What columns are in files that were written before there were such."""
DEALS, TRADES, SNAPSHOTS = "deals", "trade_performance", "performance_snapshots"
Value = TypeVar("Value")
TradeKey = tuple[int, int]


class Archived:
    """Reads an account's rows from the database and from the files of purged archives together.

    A file is compared with its hash whenever it is read, and what was read is kept by that hash. A missing or
    damaged file raises DamagedError that names it: there are never silently fewer rows.
    """

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._kept: Kept[Any] = Kept(KEPT_FILES)

    def deals(self, connection: Connection, account_id: UUID) -> tuple[Deal, ...]:
        """Every deal of an account, by time and ticket; what is in the database is the newer version."""
        live = ledger.read_deals(connection, account_id)
        gone = self.gone_deals(connection, account_id)
        if not gone:
            return live
        found = gone | {deal.ticket: deal for deal in live}
        return tuple(sorted(found.values(), key=attrgetter("time", "place", "ticket")))

    def trades(self, connection: Connection, account_id: UUID) -> tuple[ClosedTrade, ...]:
        """Every closed trade of an account, by exit time; what is in the database is the newer version."""
        live = ledger.read_trades(connection, account_id)
        gone = self.gone_trades(connection, account_id)
        if not gone:
            return live
        found = gone | {_key_of(trade): trade for trade in live}
        return tuple(sorted(found.values(), key=attrgetter("exit_time", "position_id", "sequence")))

    def points(self, connection: Connection, account_id: UUID, start: datetime, end: datetime) -> Snapshots:
        """The snapshots in [start, end) that have left the database, by time."""
        found = self._series(connection, account_id, SNAPSHOTS, start, end, read_snapshots)
        return snapshots_between(found, as_datetime64(start), as_datetime64(end))

    def buckets(
        self, connection: Connection, account_id: UUID, name: str, start: datetime, end: datetime
    ) -> Buckets:
        """The buckets of the rollup called *name* in [start, end) that have left the database, by time."""
        found = self._series(connection, account_id, name, start, end, read_buckets)
        return buckets_between(found, as_datetime64(start), as_datetime64(end))

    def gone_deals(self, connection: Connection, account_id: UUID) -> dict[int, Deal]:
        """The deals that have left the database, by ticket."""
        return self._newest(connection, account_id, DEALS, self._deals)

    def gone_trades(self, connection: Connection, account_id: UUID) -> dict[TradeKey, ClosedTrade]:
        """The closed trades that have left the database, by position id and sequence."""
        return self._newest(connection, account_id, TRADES, self._trades)

    def recall_deals(self, connection: Connection, account_id: UUID, tickets: Collection[int]) -> None:
        """Bring every archive that holds one of these deals back into the database, whole."""
        self._recall(connection, account_id, DEALS, tickets, self._deals)

    def recall_trades(self, connection: Connection, account_id: UUID, keys: Collection[TradeKey]) -> None:
        """Bring every archive that holds one of these closed trades back into the database, whole."""
        self._recall(connection, account_id, TRADES, keys, self._trades)

    def _newest(
        self,
        connection: Connection,
        account_id: UUID,
        table: str,
        read: Callable[[Archive], dict[Hashable, Value]],
    ) -> dict[Any, Value]:
        found: dict[Hashable, Value] = {}
        for archive in archives.purged_archives(connection, account_id, table):
            found |= read(archive)
        return found

    def _recall(
        self,
        connection: Connection,
        account_id: UUID,
        table: str,
        keys: Collection[Hashable],
        read: Callable[[Archive], dict[Hashable, Any]],
    ) -> None:
        """The newest first: what is there already is the newer version."""
        if not keys:
            return
        for archive in reversed(archives.purged_archives(connection, account_id, table)):
            if read(archive).keys().isdisjoint(keys):
                continue
            place = self._files.check(archive.path, archive.sha256)
            month_rows.write_missing(connection, KINDS[table], fields_in(place), read_rows(place))
            archives.mark_recalled(connection, archive.id)

    def _deals(self, archive: Archive) -> dict[Hashable, Deal]:
        return self._keyed(archive, ledger.DEAL_COLUMNS, ledger.deal_of, attrgetter("ticket"))

    def _trades(self, archive: Archive) -> dict[Hashable, ClosedTrade]:
        return self._keyed(archive, ledger.TRADE_COLUMNS, ledger.trade_of, _key_of)

    def _keyed(
        self,
        archive: Archive,
        columns: Sequence[str],
        make: Callable[[Iterable[Any]], Value],
        key: Callable[[Value], Hashable],
    ) -> dict[Hashable, Value]:
        def read() -> dict[Hashable, Value]:
            place = self._files.check(archive.path, archive.sha256)
            names = [field.name for field in fields_in(place)]
            since = [name for name in LATER if name not in names]
            chosen = [[*names, *since].index(name) for name in columns]
            untold = [LATER[name] for name in since]
            told = ((*row, *untold) for row in read_rows(place))
            found = (make([row[number] for number in chosen]) for row in told)
            return {key(value): value for value in found}

        rows: dict[Hashable, Value] = self._kept.get(archive.sha256, read)
        if len(rows) != archive.records:
            raise DamagedError(
                f"The archive file {archive.path} holds {len(rows)} rows, not {archive.records}. {RESTORE}"
            )
        return rows

    def _series(
        self,
        connection: Connection,
        account_id: UUID,
        table: str,
        start: datetime,
        end: datetime,
        read: Callable[[Path], Value],
    ) -> list[Value]:
        """What the files of the months between hold, the newest file first."""
        return [
            self._kept.get(archive.sha256, partial(self._read, archive, read))
            for archive in reversed(archives.purged_archives(connection, account_id, table))
            if start_of(archive.month) < end and end_of(archive.month) > start
        ]

    def _read(self, archive: Archive, read: Callable[[Path], Value]) -> Value:
        return read(self._files.check(archive.path, archive.sha256))


def _key_of(trade: ClosedTrade) -> TradeKey:
    return trade.position_id, trade.sequence
