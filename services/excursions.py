"""How far trades went against and for their owner, and what they risked, by stored quotes and first stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from services.calc.account_series import Excursions
from services.calc.excursion import excursion
from services.calc.period import as_datetime
from services.kept import Newest
from services.storage.bars import bars_mark, read_watched_by_bars
from services.storage.excursions import read_watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from services.calc.record import TrackRecord
    from services.storage.engine import Database
    from services.storage.excursions import Watched

KEPT = 200
EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of an account, and the exits of its trades then."""

    exit: NDArray[np.datetime64]
    excursions: Excursions
    bars: datetime | None

    def begins(self, exits: NDArray[np.datetime64], bars: datetime | None) -> bool:
        """Whether the trades with these exits begin with those that were read, by the same bars."""
        size = self.exit.size
        return self.bars == bars and 0 < size <= exits.size and bool((exits[:size] == self.exit).all())


class ExcursionReading:
    """Reads them once: what prices did while a trade was open does not change later.

    After a trade was closed only what is new is read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Newest[_Known] = Newest(KEPT)
        self._last: dict[UUID, _Known] = {}

    def of(self, record: TrackRecord) -> Excursions:
        """In the order of all trades of the record; NaN where nothing is known."""
        account = record.account
        known = self._known.get(account.id, account.ledger_version, lambda: self._read(record))
        self._last[account.id] = known
        return known.excursions

    def _read(self, record: TrackRecord) -> _Known:
        account, exits = record.account, record.ledger.trades.arrays.exit
        columns = [np.full(exits.size, np.nan) for _ in range(3)]
        before, since = self._last.get(account.id), EVER
        with self._database.read() as connection:
            bars = bars_mark(connection, account.server)
            if before is not None and before.begins(exits, bars):
                since = as_datetime(before.exit[-1])
                for column, name in zip(columns, ("mae", "mfe", "risk"), strict=True):
                    column[: before.exit.size] = getattr(before.excursions, name)
            watched = read_watched(connection, account.id, account.server, since)
            by_bars = (
                () if bars is None else read_watched_by_bars(connection, account.id, account.server, since)
            )
        _fill(columns, (*by_bars, *watched))
        return _Known(exits, Excursions(*columns), bars)


def _fill(columns: Sequence[NDArray[np.float64]], watched: Sequence[Watched]) -> None:
    """Put what is known in its place; what comes later and is known counts more."""
    size = columns[0].size
    for one in watched:
        place = size - one.from_end  # older trades may have left the database
        if place >= 0:
            for column, money in zip(columns, excursion(one), strict=True):
                column[place] = column[place] if np.isnan(money) else money
