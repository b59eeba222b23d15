from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.storage import records, snapshot_series

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def fed(
    services: Services, account_id: UUID, time: datetime, *, up: int = 0, source: str = "simulated"
) -> None:
    with services.database.begin() as connection:
        state = records.read_state(connection, account_id)
        assert state is not None
        moved = replace(state, time=time, equity=state.equity + Decimal(up), source=source)
        records.write_state(connection, account_id, moved)


def last_snapshot(services: Services, account_id: UUID) -> datetime | None:
    with services.database.read() as connection:
        return snapshot_series.read_marks(connection, account_id)[account_id].newest


def test_an_account_that_moves_is_recorded_each_time(demo_services: Services) -> None:
    account_id = demo_services.performance.accounts()[0].id
    for step in range(3):
        now = NOON + timedelta(seconds=10 * step)
        fed(demo_services, account_id, now, up=step)
        assert demo_services.recording.record(now) == 1
        assert last_snapshot(demo_services, account_id) == now


def test_one_that_stands_still_is_recorded_once_a_minute(demo_services: Services) -> None:
    account_id = demo_services.performance.accounts()[0].id
    recorded = []
    for step in range(13):
        now = NOON + timedelta(seconds=10 * step)
        fed(demo_services, account_id, now)
        recorded.append(demo_services.recording.record(now))
    assert recorded == [1, 0, 0, 0, 0, 0] * 2 + [1]


def test_states_that_nobody_feeds_are_not_recorded(demo_services: Services) -> None:
    account_id = demo_services.performance.accounts()[0].id
    fed(demo_services, account_id, NOON, source="report.xlsx")
    assert demo_services.recording.record(NOON) == 0
    fed(demo_services, account_id, NOON)
    assert demo_services.recording.record(NOON + timedelta(minutes=5)) == 0
