"""Statements of one account in any order: a fuller ledger is never damaged, and no money goes missing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from benchmarks.statement_files import (
    Header,
    Ledger,
    Mt4Row,
    made_up_ledger,
    mt4_statement_html,
    mt5_history_html,
    mt5_history_xlsx,
)
from services.calc.ledger import conservation_gap, ledger_totals
from services.calc.round_trips import round_trips
from services.importers import SourceFile
from tests.importers.conftest import read_here

if TYPE_CHECKING:
    from services.answers import ImportReport
    from services.calc.record import TrackRecord
    from services.container import Services

ZERO = Decimal(0)


@pytest.fixture(autouse=True)
def _reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.importers.read_in_child", read_here)


@pytest.fixture(scope="module")
def whole() -> Ledger:
    return made_up_ledger(300, seed=5)


def store(
    services: Services, content: bytes, *, zone: str | None = None, accept: bool = False
) -> ImportReport:
    (report,) = services.ingest.store(SourceFile("file", content), server_zone=zone, accept_residual=accept)
    return report


def part(ledger: Ledger, start: int, end: int) -> bytes:
    """The report of the deals *start* to *end*, with the positions that were closed among them."""
    deals = ledger.deals[start:end]
    times = {deal.time for deal in deals}
    closed = [row for row in ledger.positions if row.close_time in times]
    figures = {"Balance": f"{deals[-1].balance:.2f}"}
    return mt5_history_html(Ledger(deals, closed, [], figures, ledger.header))


def record_of(services: Services) -> TrackRecord:
    (account,) = services.performance.accounts()
    return services.performance.record(account.id)


def assert_whole(services: Services, ledger: Ledger) -> None:
    record = record_of(services)
    total = sum((deal.cash for deal in record.deals), ZERO)
    assert len(record.deals) == len(ledger.deals)
    assert (record.account.opening_balance, sum(trade.is_orphan for trade in record.trades)) == (0, 0)
    assert record.state is not None
    assert record.state.balance == total == ledger.deals[-1].balance
    trips = round_trips(record.deals, digits=2)
    assert conservation_gap(record.deals, trips) == 0
    assert services.performance.reconciliation(record.account.id).standing.value == "Reconciled"


def test_html_and_xlsx_of_one_report_are_the_same_deals(services: Services, whole: Ledger) -> None:
    store(services, mt5_history_html(whole))
    report = store(services, mt5_history_xlsx(whole))
    assert (report.new_deals, report.changed_deals) == (0, 0)


def test_a_position_closed_in_parts_across_the_start_of_a_report_is_imported(
    services: Services, whole: Ledger
) -> None:
    report = store(services, part(whole, 100, 200))
    assert (report.stored, report.problems, report.is_partial) == (True, (), True)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (1, 0, 2, 3), (2, 3, 1, 0)])
def test_overlapping_reports_in_any_order_make_the_whole(
    services: Services, whole: Ledger, order: tuple[int, ...]
) -> None:
    windows = [(0, 120), (80, 220), (200, 300), (0, 300)]
    for number in order:
        start, end = windows[number]
        content = mt5_history_html(whole) if end - start == 300 else part(whole, start, end)
        assert store(services, content).stored or number != 3
    store(services, mt5_history_html(whole))
    assert_whole(services, whole)


def test_an_older_part_leaves_a_fuller_ledger_alone(services: Services, whole: Ledger) -> None:
    store(services, mt5_history_html(whole))
    before = record_of(services)
    report = store(services, part(whole, 50, 200))
    assert (report.stored, report.new_deals, report.changed_deals) == (True, 0, 0)
    after = record_of(services)
    assert (after.trades, after.positions, after.state) == (before.trades, before.positions, before.state)


def test_an_earlier_report_that_does_not_reach_the_ledger_is_refused(
    services: Services, whole: Ledger
) -> None:
    store(services, part(whole, 200, 300))
    report = store(services, part(whole, 0, 100))
    missing = whole.deals[199].balance - whole.deals[99].balance
    assert (report.stored, report.residual) == (False, missing)
    assert store(services, part(whole, 100, 200)).stored
    assert store(services, part(whole, 0, 100)).stored


def test_a_gap_that_was_accepted_is_settled_by_the_report_between(services: Services, whole: Ledger) -> None:
    store(services, part(whole, 0, 100))
    assert store(services, part(whole, 200, 300), accept=True).residual != 0
    assert store(services, part(whole, 100, 200)).stored
    assert_whole(services, whole)


def test_what_was_accepted_once_is_not_missing_again(services: Services, whole: Ledger) -> None:
    broken = Ledger(list(whole.deals), header=whole.header)
    del broken.deals[50]
    first = store(services, part(broken, 0, 99), accept=True)
    assert first.residual == whole.deals[50].cash
    assert store(services, part(whole, 100, 200)).residual == 0
    assert store(services, mt5_history_html(whole)).residual == 0


def test_another_zone_moves_the_state_and_the_entries_of_orphans_too(
    services: Services, whole: Ledger
) -> None:
    store(services, part(whole, 150, 300), zone="UTC+2")
    orphan = next(trade for trade in record_of(services).trades if trade.is_orphan)
    listed = next(row for row in whole.positions if row.position == orphan.position_id)
    opened = datetime.strptime(f"{listed.time} +0200", "%Y.%m.%d %H:%M:%S %z")
    assert orphan.entry_time == opened
    before = record_of(services).state
    store(services, part(whole, 150, 300), zone="UTC+3")
    after = record_of(services).state
    assert before is not None
    assert after is not None
    assert (before.time - after.time).total_seconds() == 3600


COUNTER = count(1)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=strategies.integers(0, 10**6),
    cuts=strategies.lists(strategies.tuples(*[strategies.integers(0, 160)] * 2), min_size=1, max_size=4),
)
def test_after_any_imports_no_cent_is_lost(
    services: Services, seed: int, cuts: list[tuple[int, int]]
) -> None:
    login = str(next(COUNTER))
    ledger = made_up_ledger(160, seed, Header(login=login))
    for one, other in cuts:
        start, end = min(one, other), max(one, other) + 1
        store(services, part(ledger, start, end))
        account = services.performance.find(login) if services.performance.accounts() else None
        assert account is not None
        record = services.performance.record(account.id)
        closed = sum((trade.net_profit for trade in record.trades), ZERO)
        waiting = sum((trade.entry_cost for trade in round_trips(record.deals, digits=2).open), ZERO)
        totals = ledger_totals(record.deals)
        assert totals.trades == closed + waiting
        cash = sum((deal.cash for deal in record.deals), ZERO)
        assert cash == closed + waiting + totals.costs + totals.flows + totals.other
        assert record.state is not None
        assert record.state.balance == account.opening_balance + cash
        assert record.state.balance == ledger.deals[_last(ledger, record)].balance
    assert store(services, part(ledger, 0, 161)).stored


def _last(ledger: Ledger, record: TrackRecord) -> int:
    newest = record.deals[-1].ticket
    return next(number for number, deal in enumerate(ledger.deals) if deal.deal == newest)


def mt4_trade(ticket: int, opened: str, closed: str, volume: str, profit: str, note: str = "") -> Mt4Row:
    return Mt4Row(
        ticket, f"2026.{opened} 10:00", "buy", volume, "eurusd", "1.10000", closed and f"2026.{closed} 12:00",
        "1.20000", ZERO, ZERO, ZERO, Decimal(profit), note,
    )  # fmt: skip


def mt4_statement(*rows: Mt4Row, opening: str = "0") -> bytes:
    flows = sum((row.profit for row in rows if row.type == "balance"), ZERO)
    closed = sum((row.profit for row in rows if row.close_time), ZERO)
    balance = Decimal(opening) + flows + closed
    figures = {
        "Balance": str(balance), "Equity": str(balance),
        "Closed Trade P/L": str(closed), "Deposit/Withdrawal": str(flows),
    }  # fmt: skip
    return mt4_statement_html(rows, figures, Header())


DEPOSIT = Mt4Row(
    1, "2026.01.02 09:00", "balance", "", "", "", "", "", ZERO, ZERO, ZERO, Decimal(1000), "Deposit"
)
FEBRUARY = mt4_statement(
    mt4_trade(2, "01.05", "02.03", "0.40", "40.00", "to #3"),
    mt4_trade(3, "01.05", "", "0.60", "0", "from #2"),
    mt4_trade(4, "01.07", "02.09", "0.10", "5.00"),
    opening="1010.00",
)
JANUARY = mt4_statement(
    DEPOSIT,
    mt4_trade(5, "01.06", "01.08", "0.10", "10.00"),
    mt4_trade(2, "01.05", "", "1.00", "0"),
    mt4_trade(4, "01.07", "", "0.10", "0"),
)
MARCH = mt4_statement(mt4_trade(3, "01.05", "03.04", "0.60", "60.00", "from #2"), opening="1055.00")


@pytest.mark.parametrize("order", list(permutations([JANUARY, FEBRUARY, MARCH])))
def test_mt4_months_in_any_order_close_what_was_open(services: Services, order: tuple[bytes, ...]) -> None:
    for content in (*order, *order):
        store(services, content)
    record = record_of(services)
    assert (record.account.opening_balance, record.positions) == (0, ())
    assert record.state is not None
    assert record.state.balance == Decimal("1115.00")
    volumes = {trade.position_id: trade.volume for trade in record.trades}
    assert volumes == {2: Decimal("0.40"), 3: Decimal("0.60"), 4: Decimal("0.10"), 5: Decimal("0.10")}
    assert not any(kept.residual for kept in record.imports)
