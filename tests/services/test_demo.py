"""The demo accounts: the same for the same seed, three kinds, and gone without a trace."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from services.account_opening import Origin
from services.calc.period import Period
from services.feeding import SimulatedFeed
from services.storage import tables
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from services.container import Services

UNTIL = datetime(2026, 11, 20, tzinfo=UTC)
EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))


def rows(services: Services) -> dict[str, int]:
    with services.database.read() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.metadata.tables.items()
        }


def exported(services: Services) -> list[str]:
    return [
        services.exporting.trades("csv", [account.id], EVERYTHING).sha256
        for account in services.performance.accounts()
    ]


def test_the_same_seed_and_day_make_the_same_files(services: Services) -> None:
    services.demo.create(until=UNTIL)
    first = exported(services)
    services.demo.create(until=UNTIL)
    assert exported(services) == first
    services.demo.create(until=UNTIL, seed=1)
    assert exported(services) != first


def test_there_is_a_hedging_a_netting_and_a_yen_account_with_what_users_meet(demo_services: Services) -> None:
    records = {
        account.currency: demo_services.performance.record(account.id)
        for account in demo_services.performance.accounts()
    }
    assert {currency: record.account.margin_mode.value for currency, record in records.items()} == {
        "USD": "hedging",
        "EUR": "netting",
        "JPY": "hedging",
    }
    for record in records.values():
        assert record.booked.deposits > 0
        assert record.booked.withdrawals < 0
        assert any(trade.swap for trade in record.trades)
        assert (record.deals[-1].time - record.deals[0].time).days > 700
        assert record.positions
    assert any(trade.commission for trade in records["USD"].trades)
    assert sum(trade.net_profit for trade in records["EUR"].trades) < 0


def test_one_account_floats_large_losses_before_closing_small_wins(demo_services: Services) -> None:
    grid = next(account for account in demo_services.performance.accounts() if account.currency == "JPY")
    found = demo_services.performance.metrics(grid.id, EVERYTHING)
    values = {value.metric.name: value.value for value in found}
    assert values["hidden_risk_gap"] > 0.05
    assert values["win_rate"] > 0.6
    assert demo_services.performance.reconciliation(grid.id).standing.value == "Hidden risk"


def test_every_day_of_every_demo_account_reconciles(demo_services: Services) -> None:
    for account in demo_services.performance.accounts():
        days = demo_services.performance.reconciliation(account.id).days
        assert len(days) > 500
        assert {day.residual for day in days} == {0}


def test_removing_the_demo_removes_all_of_it_and_nothing_else(services: Services) -> None:
    own = make_statement([flow(1, 1000), *round_trip(2, 25)])
    services.ingest.post([own], Origin("own.xlsx", "a" * 64), store=True)
    before = rows(services)
    services.demo.create(until=UNTIL)
    assert services.performance.has_demo()
    assert services.demo.remove() == 3
    assert rows(services) == before
    assert [account.login for account in services.performance.accounts()] == ["1001"]


def test_the_feed_moves_open_positions_and_equity_follows(demo_services: Services) -> None:
    feed = SimulatedFeed(demo_services.database)
    account = demo_services.performance.accounts()[0]
    before = demo_services.performance.pnl(account.id).state
    for _ in range(5):
        assert feed.step() == 3
    after = demo_services.performance.pnl(account.id)
    assert after.state.time > before.time
    assert not after.stale
    assert after.state.balance == before.balance
    held = demo_services.performance.record(account.id).positions
    assert after.state.floating == sum(position.profit + position.swap for position in held)
    assert after.state.equity == after.state.balance + after.state.floating


@pytest.mark.parametrize(("now", "recorded"), [("2026-11-23T12:00", 3), ("2026-11-21T12:00", 0)])
def test_the_feed_records_snapshots_while_the_market_is_open(
    demo_services: Services, now: str, recorded: int
) -> None:
    feed = SimulatedFeed(demo_services.database)
    assert feed.snapshot(datetime.fromisoformat(now).replace(tzinfo=UTC)) == recorded


def test_without_demo_accounts_the_feed_does_nothing(services: Services) -> None:
    assert SimulatedFeed(services.database).step() == 0
