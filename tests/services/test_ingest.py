"""Into the ledger: whole or not at all, twice is once, and every old version is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from services.account_opening import Origin
from services.calc.ledger import conservation_gap
from services.errors import InvalidInputError
from services.model import DealClass, DealEntry, DealType, Side
from services.statement import StatedPosition, Statement, StatementKind
from services.storage import ledger, records, tables
from tests.making import START, flow, make_deal, make_statement, round_trip

if TYPE_CHECKING:
    from services.answers import ImportReport
    from services.container import Services

ORIGIN = Origin("report.xlsx", "a" * 64)


def post(
    services: Services, statement: Statement, origin: Origin = ORIGIN, *, store: bool = True
) -> ImportReport:
    (report,) = services.ingest.post([statement], origin, store=store)
    return report


def count(services: Services, name: str) -> int:
    with services.database.read() as connection:
        found = connection.scalar(select(func.count()).select_from(tables.metadata.tables[name]))
    return found or 0


def simple() -> Statement:
    return make_statement([flow(1, 1000), *round_trip(2, 25, commission="-0.50"), *round_trip(4, -10)])


def test_stores_deals_trades_state_and_record(services: Services) -> None:
    report = post(services, simple())
    assert (report.stored, report.new_deals, report.trades, report.residual) == (True, 5, 2, 0)
    (account,) = services.performance.accounts()
    record = services.performance.record(account.id)
    assert [trade.net_profit for trade in record.trades] == [24, -10]
    assert record.state is not None
    assert record.state.balance == Decimal("1014.00")
    assert [kept.filename for kept in record.imports] == ["report.xlsx"]


def test_the_same_file_twice_changes_nothing(services: Services) -> None:
    post(services, simple())
    version = services.performance.accounts()[0].ledger_version
    again = post(services, simple())
    assert (again.new_deals, again.changed_deals, again.stored) == (0, 0, True)
    assert "imported before" in again.warnings[-1]
    assert services.performance.accounts()[0].ledger_version == version
    assert (count(services, "imports"), count(services, "deal_versions")) == (1, 0)


def test_a_dry_run_says_the_same_and_stores_nothing(services: Services) -> None:
    dry = post(services, simple(), store=False)
    assert (dry.stored, dry.new_deals, dry.is_new_account) == (False, 5, True)
    assert [count(services, name) for name in ("accounts", "deals", "imports")] == [0, 0, 0]


def test_two_accounts_on_the_same_day_with_the_same_tickets_stay_apart(services: Services) -> None:
    post(services, simple())
    other = make_statement([flow(1, 500), *round_trip(2, 1)], login="2002")
    post(services, other, Origin("other.xlsx", "b" * 64))
    totals = {
        account.login: len(services.performance.record(account.id).deals)
        for account in services.performance.accounts()
    }
    assert totals == {"1001": 5, "2002": 3}


def test_the_same_login_at_two_brokers_that_name_no_server_is_two_accounts(services: Services) -> None:
    for number, company in enumerate(("First Broker", "Second Broker")):
        stated = replace(simple().account, server="", company=company)
        post(services, replace(simple(), account=stated), Origin("s.htm", str(number) * 64))
    assert [account.name for account in services.performance.accounts()] == [
        "First Broker 1001",
        "Second Broker 1001",
    ]


def broken() -> Statement:
    statement = simple()
    return replace(statement, deals=(*statement.deals[:1], *statement.deals[2:]))


def test_what_does_not_reconcile_is_refused_whole(services: Services) -> None:
    report = post(services, broken())
    assert (report.stored, report.reconciles) == (False, False)
    assert "Row 3" in report.problems[0]
    assert count(services, "deals") == 0


def test_one_bad_account_of_a_file_refuses_them_all(services: Services) -> None:
    other = replace(broken(), account=replace(broken().account, login="2002"))
    reports = services.ingest.post([simple(), other], ORIGIN, store=True)
    assert [report.stored for report in reports] == [False, False]
    assert count(services, "accounts") == 0


def test_an_accepted_residual_is_stored_and_marked(services: Services) -> None:
    report = post(services, broken(), replace(ORIGIN, accept_residual=True))
    assert report.stored
    found = services.performance.reconciliation(report.account.id)
    assert found.standing.value == "Residual"
    assert found.residual == Decimal("-0.50")
    assert found.imports[0].accepted_residual


def test_a_changed_deal_replaces_the_old_one_and_the_old_one_is_kept(services: Services) -> None:
    post(services, simple())
    later = make_statement([flow(1, 1000), *round_trip(2, 20, commission="-0.50"), *round_trip(4, -10)])
    report = post(services, later, Origin("later.xlsx", "c" * 64))
    assert (report.new_deals, report.changed_deals, report.stored) == (0, 1, True)
    with services.database.read() as connection:
        (old,) = connection.execute(select(tables.deal_versions.c.deal, tables.deal_versions.c.reason)).all()
    assert (old.deal["ticket"], old.deal["profit"], old.reason) == (3, 25, "import")


def test_late_deals_are_added_and_the_trades_made_again(services: Services) -> None:
    first, second = round_trip(2, 25), round_trip(4, -10)
    post(services, make_statement([flow(1, 1000), *first]))
    report = post(services, make_statement([flow(1, 1000), *first, *second]), Origin("later.xlsx", "c" * 64))
    assert (report.new_deals, report.stored) == (2, True)
    record = services.performance.record(report.account.id)
    assert len(record.trades) == 2
    assert len(record.imports) == 2


def test_a_gap_between_two_statements_is_found(services: Services) -> None:
    post(services, make_statement([flow(1, 1000), *round_trip(2, 25)]))
    march = make_statement(round_trip(100, 5), opening=1100)
    report = post(services, march, Origin("march.xlsx", "d" * 64))
    assert (report.stored, report.residual) == (False, 75)
    assert "between" in report.problems[-1]


def test_an_earlier_statement_moves_the_opening_balance_back(services: Services) -> None:
    later = post(services, make_statement(round_trip(100, 5), opening=1025))
    assert later.account.opening_balance == 1025
    report = post(
        services,
        make_statement([flow(1, 1000), *round_trip(2, 25)]),
        Origin("january.xlsx", "e" * 64),
    )
    assert report.stored
    account = services.performance.accounts()[0]
    assert account.opening_balance == 0
    assert services.performance.pnl(account.id).state.balance == 1030


def test_another_server_zone_moves_every_deal(services: Services) -> None:
    report = post(services, simple(), replace(ORIGIN, server_zone="UTC+2"))
    deal = services.performance.record(report.account.id).deals[0]
    assert deal.time == START + timedelta(minutes=1) - timedelta(hours=2)
    post(services, simple(), Origin("again.xlsx", "f" * 64, server_zone="UTC"))
    deal = services.performance.record(report.account.id).deals[0]
    assert deal.time == START + timedelta(minutes=1)


def test_an_unknown_zone_is_refused_in_a_sentence(services: Services) -> None:
    with pytest.raises(InvalidInputError, match="not a time zone"):
        post(services, simple(), replace(ORIGIN, server_zone="Atlantis"))


def test_a_name_of_another_account_is_refused(services: Services) -> None:
    post(services, simple(), replace(ORIGIN, account="Mine"))
    other = replace(simple(), account=replace(simple().account, login="2002"))
    with pytest.raises(InvalidInputError, match="mine"):
        post(services, other, Origin("x", "b" * 64, account="mine"))


def test_a_name_that_a_known_account_does_not_get_is_said(services: Services) -> None:
    post(services, simple(), replace(ORIGIN, account="Mine"))
    again = post(services, simple(), Origin("again.xlsx", "b" * 64, account="Yours"))
    assert again.account.name == "Mine"
    assert "'Yours' is not used" in again.warnings[0]
    assert post(services, simple(), Origin("third.xlsx", "c" * 64, account="mine")).warnings == ()


def test_open_positions_must_be_what_the_deals_leave(services: Services) -> None:
    entry = make_deal(2, order=2, position_id=2, symbol="X", volume=1, price=10)
    stated = StatedPosition(
        9,
        2,
        "X",
        Side.BUY,
        Decimal(2),
        START.replace(tzinfo=None),
        Decimal(10),
        Decimal(11),
        None,
        None,
        Decimal(0),
        Decimal(0),
        Decimal(1),
    )
    report = post(services, make_statement([flow(1, 1000), entry], positions=(stated,)))
    assert not report.stored
    assert "Row 9" in report.problems[0]
    right = replace(stated, volume=Decimal(1))
    report = post(services, make_statement([flow(1, 1000), entry], positions=(right,)))
    assert report.stored
    pnl = services.performance.pnl(report.account.id)
    assert (pnl.state.equity, pnl.unrealized_pnl, pnl.state.open_positions) == (1001, 1, 1)


def executions(*rows: tuple[int, int, str, str]) -> Statement:
    deals = [
        make_deal(ticket, type=DealType(side), symbol="X", volume=volume, price=price)
        for ticket, side, volume, price in rows
    ]
    statement = make_statement(deals)
    bare = tuple(replace(row, balance=None) for row in statement.deals)
    return replace(statement, kind=StatementKind.EXECUTIONS, deals=bare, figures={}, needs_netting=True)


def test_executions_of_two_files_are_netted_together(services: Services) -> None:
    post(services, executions((1, 0, "2", "10"), (3, 1, "1", "12")))
    report = post(services, executions((2, 0, "2", "14"), (5, 1, "3", "13")), Origin("b.csv", "b" * 64))
    assert report.stored
    record = services.performance.record(report.account.id)
    assert [deal.entry for deal in record.deals] == [DealEntry.IN, DealEntry.IN, DealEntry.OUT, DealEntry.OUT]
    assert sum(trade.net_profit for trade in record.trades) == (12 + 3 * 13) - (2 * 10 + 2 * 14)
    assert record.positions == ()


def test_a_deal_can_be_tagged_as_a_cost_with_an_audit_trail(services: Services) -> None:
    interest = flow(9, -3, comment="Interest")
    report = post(services, make_statement([flow(1, 1000), *round_trip(2, 25), interest]))
    assert services.account_care.tag(report.account.id, {9: DealClass.COST}, reason="it is a swap") == 1
    assert services.account_care.tag(report.account.id, {9: DealClass.COST}, reason="again") == 0
    record = services.performance.record(report.account.id)
    assert (record.booked.costs, record.booked.withdrawals) == (-3, 0)
    with services.database.read() as connection:
        found = connection.execute(select(tables.deal_versions.c.reason)).scalars().all()
        audited = connection.execute(select(tables.audit_log.c.action)).scalars().all()
    assert (list(found), list(audited)) == (["it is a swap"], ["tag_deals"])
    post(services, make_statement([flow(1, 1000), *round_trip(2, 25), interest]), Origin("n", "9" * 64))
    assert services.performance.record(report.account.id).booked.costs == -3


def test_the_ledger_of_the_demo_conserves_every_cent(services: Services) -> None:
    services.demo.create()
    for account in services.performance.accounts():
        with services.database.read() as connection:
            deals = ledger.read_deals(connection, account.id)
            assert records.read_states(connection)[account.id].balance == sum(deal.cash for deal in deals)
        from services.calc.round_trips import round_trips  # noqa: PLC0415

        assert conservation_gap(deals, round_trips(deals, digits=account.currency_digits)) == 0
