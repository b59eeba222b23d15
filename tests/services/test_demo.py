"""The demo accounts: the same for the same seed, three kinds, and gone without a trace."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from services.account_opening import Origin
from services.calc.period import Period
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


def test_the_same_seed_and_day_make_the_same_files(demo_services: Services) -> None:
    first = exported(demo_services)
    demo_services.demo.create(until=UNTIL)
    assert exported(demo_services) == first
    demo_services.demo.create(until=UNTIL, seed=1)
    assert exported(demo_services) != first


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
