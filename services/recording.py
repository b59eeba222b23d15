"""Snapshots of the accounts that are fed: often while they move, now and then while they stand still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.storage import records, snapshot_series

if TYPE_CHECKING:
    from uuid import UUID

    from services.model import AccountState
    from services.settings import Settings
    from services.storage.engine import Database

FRESH = timedelta(seconds=30)
STILL = timedelta(seconds=60)
Values = tuple[float, float, float | None, int]


class Recording:
    """Writes the states of accounts whose state is fresh; what a report brought is not recorded again."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._source = settings.market_data_provider
        self._last: dict[UUID, tuple[datetime, Values]] = {}

    def record(self, now: datetime | None = None) -> int:
        """Record what is due once; how many accounts were."""
        time = now or datetime.now(UTC)
        with self._database.begin() as connection:
            states = records.read_states(connection)
            due = {
                account_id: state
                for account_id, state in states.items()
                if state.source == self._source and self._is_due(account_id, state, time)
            }
            snapshot_series.write_snapshots(
                connection,
                ((account_id, state.time, *_values(state)) for account_id, state in due.items()),
            )
        self._last |= {account_id: (state.time, _values(state)) for account_id, state in due.items()}
        return len(due)

    def _is_due(self, account_id: UUID, state: AccountState, now: datetime) -> bool:
        if now - state.time > FRESH:
            return False
        last = self._last.get(account_id)
        if last is None:
            return True
        return state.time > last[0] and (_values(state) != last[1] or state.time - last[0] >= STILL)


def _values(state: AccountState) -> Values:
    margin = None if state.margin is None else float(state.margin)
    return float(state.balance), float(state.equity), margin, state.open_positions
