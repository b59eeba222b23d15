from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.statement_files import Header, Mt4Row, mt4_statement_html
from services.model import DealEntry, DealType, Side
from services.statement import StatementKind
from tests.importers.reading import read, refusal

ZERO = Decimal(0)
HEADER = Header(login="5001", name="Look Alike", currency="USD")
FIGURES = {
    "Deposit/Withdrawal": "1 000.00",
    "Credit Facility": "0.00",
    "Closed Trade P/L": "40.50",
    "Floating P/L": "-2.00",
    "Margin": "10.00",
    "Balance": "1 540.50",
    "Equity": "1 538.50",
    "Free Margin": "1 528.50",
}
DETAILS = {"Gross Profit": "50.00", "Gross Loss": "9.50", "Largest profit trade": "50.00"}


def flow(ticket: int, amount: str, note: str, kind: str = "balance") -> Mt4Row:
    money = (ZERO, ZERO, ZERO, Decimal(amount))
    return Mt4Row(ticket, "2026.01.05 10:00:00", kind, "", "", "", "", "", *money, note)


def trade(ticket: int, side: str, note: str = "", close: str = "2026.01.06 11:00:00") -> Mt4Row:
    money = (Decimal("-1.00"), Decimal("-0.50"), Decimal("-8.00"), Decimal("50.00"))
    return Mt4Row(
        ticket, "2026.01.05 12:00:00", side, "0.10", "EURUSD", "1.16000", close, "1.16500", *money, note
    )


ROWS = [
    flow(100, "1000.00", "Deposit"),
    trade(101, "buy", "#77 my robot[tp]"),
    trade(102, "buy limit", "#77 cancelled"),
    trade(103, "sell", "from #99", close=""),
]


def test_a_trade_row_becomes_two_deals() -> None:
    statement = read(mt4_statement_html(ROWS, FIGURES, HEADER))
    assert statement.kind is StatementKind.MT4_STATEMENT
    entry, exit_ = (each.deal for each in statement.deals[1:3])
    assert (entry.ticket, exit_.ticket) == (202, 203)
    assert (entry.order, exit_.order, entry.position_id, exit_.position_id) == (101, 101, 101, 101)
    assert (entry.entry, exit_.entry) == (DealEntry.IN, DealEntry.OUT)
    assert (entry.type, exit_.type) == (DealType.BUY, DealType.SELL)
    assert entry.cash == 0
    assert (exit_.commission, exit_.fee, exit_.swap, exit_.profit) == (
        Decimal(-1),
        Decimal("-0.5"),
        Decimal(-8),
        Decimal(50),
    )


def test_comment_and_magic_come_from_the_tooltip() -> None:
    deal = read(mt4_statement_html(ROWS, FIGURES, HEADER)).deals[2].deal
    assert (deal.magic, deal.comment, deal.reason) == (77, "my robot[tp]", 5)


def test_a_balance_row_is_a_flow() -> None:
    deal = (
        read(mt4_statement_html([*ROWS, flow(104, "50.00", "Bonus", "credit")], FIGURES, HEADER))
        .deals[0]
        .deal
    )
    assert (deal.ticket, DealType(deal.type), deal.profit, deal.comment) == (
        200,
        DealType.BALANCE,
        Decimal(1000),
        "Deposit",
    )


def test_credit_is_kept_apart() -> None:
    statement = read(mt4_statement_html([*ROWS, flow(104, "50.00", "Bonus", "credit")], FIGURES, HEADER))
    assert [each.deal.type for each in statement.deals if not each.deal.is_trade] == [2, 3]


def test_cancelled_orders_are_no_deals_and_open_trades_are_positions() -> None:
    statement = read(mt4_statement_html(ROWS, FIGURES, HEADER))
    assert 204 not in {each.deal.ticket for each in statement.deals}
    (held,) = statement.positions
    assert (held.position_id, held.side, held.comment) == (103, Side.SELL, "from #99")
    assert (held.commission, held.swap, held.profit) == (Decimal("-1.50"), Decimal(-8), Decimal(50))
    assert statement.deals[-1].deal.ticket == 206


def test_the_opening_balance_is_what_the_summary_leaves_over() -> None:
    assert read(mt4_statement_html(ROWS, FIGURES, HEADER)).opening_balance == Decimal(500)


def test_figures_of_a_detailed_statement_have_their_full_names() -> None:
    figures = read(mt4_statement_html(ROWS, FIGURES | DETAILS, HEADER)).figures
    assert figures["Largest profit trade"] == "50.00"
    assert figures["Gross Loss"] == "9.50"
    assert figures["Closed Trade P/L"] == "40.50"
    assert "Average consecutive wins" in figures
    assert len(figures) == 31


def test_yen_have_no_digits() -> None:
    header = Header(login="1", currency="JPY")
    deposit = flow(100, "200000", "Deposit")
    figures = {"Deposit/Withdrawal": "200 000", "Closed Trade P/L": "0", "Balance": "200 000"}
    statement = read(mt4_statement_html([deposit], figures, header, digits=0))
    assert statement.account.currency == "JPY"
    assert statement.deals[0].deal.profit == 200_000


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1251", "Иван Петрович"),
        ("cp1252", "Désirée Müller"),
        ("utf-8", "Δ"),
        ("cp932", "ひらがな"),
        ("gb18030", "账户户名测试"),
    ],
)
def test_names_are_read_in_undeclared_encodings(encoding: str, name: str) -> None:
    content = mt4_statement_html(ROWS, FIGURES, Header(login="1", name=name), encoding=encoding)
    assert read(content).account.name == name


def test_a_strategy_tester_report_is_no_statement() -> None:
    row = "".join(f"<td>{name}</td>" for name in "#ABCDEFGHI")
    head = "<head><title>Strategy Tester: X</title></head>"
    page = f"<html>{head}<body><table><tr>{row}</tr></table></body></html>"
    assert "strategy tester" in refusal(page.encode())


def test_a_statement_without_transactions_is_refused() -> None:
    assert "no transactions" in refusal(mt4_statement_html([], FIGURES, HEADER))


def test_a_broken_cell_names_its_row() -> None:
    content = mt4_statement_html(ROWS, FIGURES, HEADER).replace(b"50.00</td>", b"fifty</td>")
    assert "'fifty' is not a number" in refusal(content)
