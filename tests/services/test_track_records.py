"""Track records: read from tiers they say what every recorded point says, and they notice every change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.account_opening import Origin
from services.calc.day_residuals import day_residuals
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import EVERY_POINT, Snapshots
from services.calc.record import TrackRecord
from services.storage.rollup_refresh import refresh_rollups
from services.storage.snapshot_series import read_snapshots, write_snapshots
from services.storage.timeseries import remove_rows
from services.track_records import TrackRecords
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from services.calc.record import TrackRecord as Record
    from services.container import Services
    from services.model import Deal

NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGES = (200, 120, 91, 89.9, 40, 3.1, 2, 0.6)  # days: on both sides of every tier's edge
steps = st.tuples(st.integers(1, 1_500), st.integers(-900, 1_000))  # seconds on, cents up
events = st.lists(st.tuples(st.integers(0, 6_000), st.integers(-300, 4_000), st.booleans()), max_size=3)
sessions = st.lists(
    st.tuples(st.sampled_from(AGES), st.lists(steps, min_size=1, max_size=25), events),
    min_size=1,
    max_size=5,
    unique_by=lambda session: session[0],
)


def ledger_of(drawn: list[tuple[float, list[tuple[int, int]], list[tuple[int, int, bool]]]]) -> list[Deal]:
    """A deposit at first, then flows (True) and round trips at odd moments of the sessions."""
    deals = [flow(1, 10_000, time=NOW - timedelta(days=300))]
    moments = sorted(
        (_start(age) + timedelta(seconds=seconds, milliseconds=137), amount, is_flow)
        for age, _, happened in drawn
        for seconds, amount, is_flow in happened
        if amount
    )
    for number, (moment, amount, is_flow) in enumerate(moments):
        ticket = 10 + 2 * number
        if is_flow:
            deals.append(flow(ticket, amount, time=moment))
        else:
            deals += round_trip(ticket, amount, opened=moment, closed=moment)
    return deals


def points_of(
    account_id: UUID,
    drawn: list[tuple[float, list[tuple[int, int]], list[tuple[int, int, bool]]]],
    deals: list[Deal],
) -> list[tuple[object, ...]]:
    """Snapshots of the sessions: the ledger's balance, and equity that wanders around it."""
    rows: list[tuple[object, ...]] = []
    floating = 0
    for age, moves, _ in sorted(drawn, key=lambda session: -session[0]):
        time = _start(age)
        for seconds, cents in moves:
            time += timedelta(seconds=seconds)
            if time > NOW:
                break
            floating = max(floating + cents, -300_000)
            balance = sum((deal.cash for deal in deals if deal.time <= time), Decimal(0))
            rows.append((account_id, time, float(balance), float(balance + Decimal(floating) / 100), None, 0))
    return rows


def _start(age: float) -> datetime:
    return (NOW - timedelta(days=age)).replace(minute=0, second=0)


def post(services: Services, deals: list[Deal]) -> UUID:
    login = uuid4().hex
    statement = make_statement(deals, login=login)
    (report,) = services.ingest.post([statement], Origin(login, login * 2, server_zone="UTC"), store=True)
    assert report.stored
    return report.account.id


def whole(services: Services, record: Record) -> Record:
    """The same account, every recorded point read."""
    with services.database.read() as connection:
        points = read_snapshots(connection, record.account.id)
    return TrackRecord.of(record.account, record.deals, record.trades, (), (), None, points)


def same(tiered: Record, raw: Record) -> None:
    """Index, drawdown, closes and residuals of the tiers are those of every point."""
    mine, right = (record.track.is_equity for record in (tiered, raw))
    rows = np.flatnonzero(right)[np.searchsorted(raw.track.time[right], tiered.track.time[mine])]
    assert (raw.track.time[rows] == tiered.track.time[mine]).all()
    np.testing.assert_allclose(tiered.track.index[mine], raw.track.index[rows], rtol=1e-9)
    np.testing.assert_allclose(tiered.track.balance[mine], raw.track.balance[rows], rtol=1e-9)
    assert (tiered.track.value[mine] == raw.track.value[rows]).all()
    assert (tiered.track.time[~mine] == raw.track.time[~right]).all()
    assert tiered.track.flow.sum() == pytest.approx(raw.track.flow.sum())
    falls = [drawdown_statistics(record.track, record.track.is_equity).equity[0] for record in (tiered, raw)]
    assert falls[0] == pytest.approx(falls[1], abs=1e-6, nan_ok=True)
    assert day_residuals(tiered) == day_residuals(raw)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=sessions, refreshed=st.booleans())
def test_tiers_say_what_every_point_says(
    services: Services,
    drawn: list[tuple[float, list[tuple[int, int]], list[tuple[int, int, bool]]]],
    refreshed: bool,
) -> None:
    deals = ledger_of(drawn)
    account_id = post(services, deals)
    with services.database.begin() as connection:
        write_snapshots(connection, points_of(account_id, drawn, deals))
    if refreshed:
        refresh_rollups(services.database, NOW)
    record = TrackRecords(services.database, now=lambda: NOW).record(account_id)
    same(record, whole(services, record))


def minute_walk(account_id: UUID, days: int) -> list[tuple[object, ...]]:
    chance = np.random.default_rng(5)
    times = [NOW - timedelta(days=days) + timedelta(minutes=5 * number) for number in range(288 * days)]
    equity = 10_000 + np.round(np.cumsum(chance.normal(0, 3, len(times))), 2)
    return [
        (account_id, time, 10_000.0, float(value), None, 0) for time, value in zip(times, equity, strict=True)
    ]


@pytest.fixture
def recorded(services: Services) -> UUID:
    """An account with a snapshot every five minutes for 100 days."""
    account_id = post(services, [flow(1, 10_000, time=NOW - timedelta(days=300))])
    with services.database.begin() as connection:
        write_snapshots(connection, minute_walk(account_id, 100))
    refresh_rollups(services.database, NOW)
    return account_id


def test_a_long_walk_is_read_in_fewer_points_and_says_so(services: Services, recorded: UUID) -> None:
    record = TrackRecords(services.database, now=lambda: NOW).record(recorded)
    raw = whole(services, record)
    assert record.track.time.size < raw.track.time.size
    assert record.track.grain == "hours until 22 Aug 2026, 15 minutes until 18 Nov 2026, every point since"
    assert raw.track.grain == EVERY_POINT
    same(record, raw)


def test_a_purge_changes_no_figure(services: Services, recorded: UUID) -> None:
    before = TrackRecords(services.database, now=lambda: NOW).record(recorded).track
    october = datetime(2026, 10, 1, tzinfo=UTC)
    with services.database.begin() as connection:
        assert remove_rows(
            connection, "performance_snapshots", recorded, october - timedelta(days=90), october
        )
    refresh_rollups(services.database, NOW)
    after = TrackRecords(services.database, now=lambda: NOW).record(recorded).track
    assert (after.time == before.time).all()
    assert (after.index == before.index).all()


def test_what_was_purged_beside_a_flow_is_asked_of_the_archive(services: Services) -> None:
    at = (NOW - timedelta(days=120)).replace(minute=30)
    deals = [flow(1, 10_000, time=NOW - timedelta(days=300)), flow(2, 5_000, time=at)]
    account_id = post(services, deals)
    rows = [
        (account_id, at + timedelta(minutes=offset), 10_000.0 if offset < 0 else 15_000.0, value, None, 0)
        for offset, value in ((-25, 10_000.0), (-20, 11_000.0), (-10, 9_500.0), (5, 14_000.0), (20, 16_000.0))
    ]
    with services.database.begin() as connection:
        write_snapshots(connection, rows)
    refresh_rollups(services.database, NOW)
    whole_record = whole(services, TrackRecords(services.database, now=lambda: NOW).record(account_id))
    with services.database.read() as connection:
        kept = read_snapshots(connection, account_id)
    with services.database.begin() as connection:
        month = at.replace(day=1, hour=0, minute=0)
        remove_rows(connection, "performance_snapshots", account_id, month, month + timedelta(days=31))

    class Archive(type(services.archived)):  # type: ignore[misc]
        def points(self, *_: object) -> Snapshots:
            return kept

    archive = Archive(services.archive_files)
    record = TrackRecords(services.database, archived=archive, now=lambda: NOW).record(account_id)
    same(record, whole_record)


def test_a_record_is_fresh_after_every_kind_of_change(services: Services, recorded: UUID) -> None:
    moment = [NOW]
    records = TrackRecords(services.database, now=lambda: moment[0])
    first = records.record(recorded)
    assert records.record(recorded).track is first.track

    def write(time: datetime, equity: float) -> Record:
        with services.database.begin() as connection:
            write_snapshots(connection, [(recorded, time, 10_000.0, equity, None, 0)])
        return records.record(recorded)

    assert write(NOW, 20_000).track.value[-1] == 20_000
    late = write(NOW - timedelta(days=95, seconds=7), 30_000)
    assert late.track.value.max() == 30_000
    assert late.version != first.version
    refresh_rollups(services.database, NOW)
    assert records.record(recorded).track.value.max() == 30_000
    moment[0] += timedelta(days=1)
    assert records.record(recorded).track.value.max() == 30_000


def test_only_the_tail_is_read_again_when_a_snapshot_is_added(services: Services, recorded: UUID) -> None:
    records = TrackRecords(services.database, now=lambda: NOW)
    records.record(recorded)
    with services.database.begin() as connection:
        write_snapshots(connection, [(recorded, NOW, 10_000.0, 9_000.0, None, 0)])
        connection.execute(text("TRUNCATE rollup_1h, rollup_15m"))
    assert records.record(recorded).track.time.size > 10_000
    fresh = TrackRecords(services.database, now=lambda: NOW).record(recorded)
    assert fresh.track.time.size < 1_000


def test_an_account_that_fell_silent_keeps_its_history(services: Services, recorded: UUID) -> None:
    later = NOW + timedelta(days=400)
    refresh_rollups(services.database, later)
    record = TrackRecords(services.database, now=lambda: later).record(recorded)
    same(record, whole(services, record))
    assert record.track.grain == "hours until 26 Sep 2027, every point since"
