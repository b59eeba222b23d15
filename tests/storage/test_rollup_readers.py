"""Profit by day and by hour of the week, from hours: what every snapshot would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.equity import balance_points
from services.calc.rollup_profit import hourly_profit, profit_by_day, profit_by_hour_and_weekday
from services.calc.server_zone import server_zone
from services.storage.daily_readers import read_daily_equity
from services.storage.rollup_readers import read_hourly_equity
from services.storage.rollup_refresh import refresh_rollups
from tests.making import flow
from tests.storage.walks import NOW, Row, add_account, record, walk

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.rollup_profit import HourlyProfit
    from services.model import Deal
    from services.storage.engine import Database

DAY = timedelta(days=1)
START = datetime(2026, 11, 2, tzinfo=UTC)


def read(database: Database, start: datetime, deals: dict[UUID, list[Deal]] | None = None) -> HourlyProfit:
    booked = {account: balance_points(own, 0.0) for account, own in (deals or {}).items()}
    with database.read() as connection:
        return hourly_profit(read_hourly_equity(connection, start, NOW), booked)


def changes(rows: list[Row], start: datetime) -> list[tuple[datetime, float]]:
    """What each snapshot added, from *start* on; nothing is added by an account's first."""
    return [(row[1], row[3] - before[3]) for before, row in pairwise(rows) if row[1] >= start]


def test_the_days_and_the_hours_of_the_week_sum_up_the_same_steps(store: Database) -> None:
    rows = {
        account: walk(account, NOW - 30 * DAY, NOW, step=timedelta(minutes=17), seed=seed)
        for seed, account in enumerate((add_account(store), add_account(store, "1002")))
    }
    for own in rows.values():
        record(store, own)
    refresh_rollups(store, NOW)
    profit, zone = read(store, START), server_zone("NY+7")
    days, by_day = profit_by_day(profit, zone)
    matrix = profit_by_hour_and_weekday(profit, zone)
    wanted = np.zeros((24, 7))
    for number, account in enumerate(profit.accounts):
        daily = dict.fromkeys(days.tolist(), 0.0)
        for time, change in changes(rows[account], START):
            local = zone.to_server(time)
            daily[local.date()] += change
            wanted[local.hour, local.weekday()] += change
        assert by_day[number] == pytest.approx(list(daily.values()), abs=1e-6)
    assert matrix == pytest.approx(wanted, abs=1e-6)
    assert by_day.sum() == pytest.approx(matrix.sum(), abs=1e-6)


@pytest.mark.parametrize("zone_name", ["UTC", "NY+7", "America/New_York"])
@pytest.mark.parametrize("until", [NOW, NOW - 3 * DAY])
def test_days_read_by_their_ends_are_those_of_their_hours(
    store: Database, zone_name: str, until: datetime
) -> None:
    zone, deals = server_zone(zone_name), {}
    for seed, length in enumerate((30, 30, 9)):
        account = add_account(store, str(1000 + seed))
        own = walk(account, NOW - length * DAY, NOW - seed * DAY, step=timedelta(minutes=37), seed=seed)
        record(store, own)
        deals[account] = balance_points([flow(1, 500, time=NOW - 5 * DAY + timedelta(minutes=7))], 0.0)
    refresh_rollups(store, NOW - DAY)
    start, end = zone.day_start(zone.to_server(START)), zone.day_start(zone.to_server(until))
    with store.read() as connection:
        hours = profit_by_day(hourly_profit(read_hourly_equity(connection, start, end), deals), zone)
        ends = profit_by_day(hourly_profit(read_daily_equity(connection, zone, start, end), deals), zone)
    assert ends[0].tolist() == hours[0].tolist()
    assert ends[1] == pytest.approx(hours[1], abs=1e-6)


def test_a_deposit_is_no_profit_of_its_hour(database: Database) -> None:
    account = add_account(database)
    before = [(account, START + timedelta(hours=1, minutes=m), 1_000.0, 1_000.0, None, 0) for m in (0, 20)]
    after = [(account, START + timedelta(hours=1, minutes=m), 1_500.0, 1_510.0, None, 0) for m in (40, 59)]
    record(database, [*before, *after])
    deals = [flow(1, 1_000, time=START - DAY), flow(2, 500, time=START + timedelta(hours=1, minutes=30))]
    profit = read(database, START, {account: deals})
    assert profit.profit.tolist() == [10.0]


def test_a_deposit_over_a_weekend_is_no_profit_of_monday(database: Database) -> None:
    account = add_account(database)
    friday, monday = START - 3 * DAY + timedelta(hours=20), START + timedelta(hours=1)
    record(
        database, [(account, friday, 1_000.0, 1_000.0, None, 0), (account, monday, 1_500.0, 1_507.0, None, 0)]
    )
    deals = [flow(1, 1_000, time=friday - DAY), flow(2, 500, time=START - DAY)]
    assert read(database, START, {account: deals}).profit.tolist() == [7.0]


def test_what_happened_over_a_long_silence_counts_where_it_was_seen(database: Database) -> None:
    account = add_account(database)
    record(database, [(account, START - 20 * DAY, 1_000.0, 1_000.0, None, 0)])
    record(database, [(account, START + timedelta(hours=3), 1_000.0, 1_070.0, None, 0)])
    assert read(database, START).profit.tolist() == [70.0]


def test_without_accounts_there_is_nothing(database: Database) -> None:
    profit = read(database, START)
    days, matrix = profit_by_day(profit, server_zone("UTC"))
    assert (days.size, matrix.size) == (0, 0)
    assert not profit_by_hour_and_weekday(profit, server_zone("UTC")).any()
