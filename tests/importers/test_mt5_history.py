from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from benchmarks.statement_files import DealRow, Header, Ledger, mt5_history_html, mt5_history_xlsx
from services.model import DealEntry, DealType, MarginMode, TradeMode
from services.statement import StatementKind
from tests.importers.reading import read, refusal

if TYPE_CHECKING:
    from services.statement import Statement

ZERO = Decimal(0)


def booked(ticket: int, kind: str, amount: str, balance: str, comment: str = "") -> DealRow:
    direction = "" if kind == "balance" else "in"
    money = (ZERO, ZERO, ZERO, Decimal(amount), Decimal(balance))
    return DealRow("2026.01.05 10:00:00", ticket, "", kind, direction, "", "", None, *money, comment)


def assert_chain_holds(statement: Statement) -> None:
    balances = [stated.balance for stated in statement.deals]
    for before, stated in zip(balances, statement.deals[1:], strict=False):
        assert before is not None
        assert stated.balance == before + stated.deal.cash


def test_html_and_xlsx_of_the_same_account_are_equal_statements(ledger: Ledger) -> None:
    html, xlsx = read(mt5_history_html(ledger)), read(mt5_history_xlsx(ledger))
    assert (html.format, xlsx.format) == ("mt5_html", "mt5_xlsx")
    assert replace(html, format="", figures={}) == replace(xlsx, format="", figures={})
    assert html.figures.keys() == xlsx.figures.keys()


def test_every_table_is_read(ledger: Ledger) -> None:
    statement = read(mt5_history_html(ledger))
    assert statement.kind is StatementKind.MT5_HISTORY
    assert len(statement.deals) == len(ledger.deals)
    assert len(statement.trades) == len(ledger.positions)
    assert len(statement.positions) == len(ledger.open_rows)
    assert statement.figures == ledger.figures
    assert len(statement.figures) == 32
    assert not statement.warnings
    assert_chain_holds(statement)


def test_positions_and_deals_agree_to_the_cent(ledger: Ledger) -> None:
    statement = read(mt5_history_xlsx(ledger))
    assert statement.problems == ()
    assert not statement.pairing_inferred
    assert {stated.deal.entry for stated in statement.deals} == {
        DealEntry.IN,
        DealEntry.OUT,
        DealEntry.OUT_BY,
    }


def test_the_header_names_the_account() -> None:
    header = Header(
        login="77", currency="JPY", server="Some-Live 3", mode="real", margin="Netting", name="Élan Ünal"
    )
    ledger = Ledger([booked(1, "balance", "100.00", "100.00")], header=header)
    for content in (mt5_history_html(ledger), mt5_history_xlsx(ledger)):
        account = read(content).account
        assert (account.login, account.currency, account.server) == ("77", "JPY", "Some-Live 3")
        assert (account.name, account.company) == ("Élan Ünal", "Example Markets Ltd")
        assert account.trade_mode is TradeMode.REAL
        assert account.margin_mode is MarginMode.NETTING


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("credit", DealType.CREDIT),
        ("charge", DealType.CHARGE),
        ("correction", DealType.CORRECTION),
        ("bonus", DealType.BONUS),
        ("commission", DealType.COMMISSION),
        ("commission daily", DealType.COMMISSION_DAILY),
        ("monthly commission", DealType.COMMISSION_MONTHLY),
        ("agent commission daily", DealType.COMMISSION_AGENT_DAILY),
        ("interest", DealType.INTEREST),
        ("buy canceled", DealType.BUY_CANCELED),
        ("dividend", DealType.DIVIDEND),
        ("franked dividend", DealType.DIVIDEND_FRANKED),
        ("tax", DealType.TAX),
    ],
)
def test_types_that_are_no_trade_are_known(word: str, kind: DealType) -> None:
    rows = [booked(1, "balance", "100.00", "100.00"), booked(2, word, "-5.00", "95.00")]
    statement = read(mt5_history_html(Ledger(rows)))
    assert statement.deals[1].deal.type == kind
    assert not statement.warnings


def test_an_unknown_type_keeps_its_money_and_warns() -> None:
    rows = [booked(1, "balance", "100.00", "100.00"), booked(2, "gift", "5.00", "105.00")]
    statement = read(mt5_history_html(Ledger(rows)))
    assert statement.deals[1].deal.type not in set(DealType)
    assert statement.deals[1].deal.profit == Decimal(5)
    assert "'gift'" in statement.warnings[0]


def test_a_partial_window_states_its_opening_balance() -> None:
    statement = read(mt5_history_html(Ledger([booked(9, "dividend", "1.50", "501.50", "SP500 div.")])))
    assert statement.opening_balance == Decimal(500)


def test_a_report_without_deals_is_refused() -> None:
    assert "no deals" in refusal(mt5_history_html(Ledger([])))


@pytest.mark.parametrize(
    "number", ["-10 000.00", "-10&nbsp;000.00", "−10\u2009000.00", "-10000,00", "-10.000,00"]
)
def test_numbers_are_read_however_they_are_grouped(number: str) -> None:
    rows = [booked(1, "balance", "20000.00", "20000.00"), booked(2, "balance", "-10000.00", "10000.00")]
    text = mt5_history_html(Ledger(rows)).decode("utf-16").replace("-10 000.00", number)
    assert read(text.encode("utf-16")).deals[1].deal.profit == Decimal(-10_000)


def test_a_decimal_comma_holds_for_the_whole_file(ledger: Ledger) -> None:
    text = mt5_history_html(ledger).decode("utf-16")
    head, sep, body = text.partition("<b>Positions</b>")
    commas = body.replace("#FFFFFF", "").translate(str.maketrans(".", ","))
    for year in ("2025", "2026"):
        for month in range(1, 13):
            commas = commas.replace(f"{year},{month:02},", f"{year}.{month:02}.")
    localized = read((head + sep + commas).encode("utf-16"))
    plain = read(mt5_history_html(ledger))
    assert [each.balance for each in localized.deals] == [each.balance for each in plain.deals]
    assert [each.deal.price for each in localized.deals] == [each.deal.price for each in plain.deals]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_the_encoding_is_found_with_and_without_a_mark(ledger: Ledger, encoding: str) -> None:
    text = mt5_history_html(ledger).decode("utf-16")
    assert len(read(text.encode(encoding)).deals) == len(ledger.deals)


def test_cost_is_not_money_unless_the_balance_says_so() -> None:
    rows = [booked(1, "balance", "100.00", "100.00"), booked(2, "dividend", "1.00", "101.00")]
    text = mt5_history_html(Ledger(rows)).decode("utf-16")
    old = "<td>dividend</td><td>in</td><td></td><td></td><td></td><td></td>"
    assert old in text
    costly = text.replace(old, old[: -len("<td></td>")] + "<td>-0.40</td>")
    assert read(costly.encode("utf-16")).deals[1].deal.fee == 0
    booked_too = costly.replace("<td>101.00</td>", "<td>100.60</td>")
    assert read(booked_too.encode("utf-16")).deals[1].deal.fee == Decimal("-0.40")


def test_an_unreadable_cell_names_its_row() -> None:
    rows = [booked(1, "balance", "100.00", "100.00"), booked(2, "dividend", "1.00", "101.00")]
    text = mt5_history_html(Ledger(rows)).decode("utf-16").replace("<td>1.00</td>", "<td>one</td>")
    sentence = refusal(text.encode("utf-16"))
    assert "Row 13" in sentence
    assert "'one' is not a number" in sentence


def test_an_unknown_direction_of_a_trade_is_refused(ledger: Ledger) -> None:
    text = mt5_history_html(ledger).decode("utf-16").replace("<td>out by</td>", "<td>through</td>")
    assert "direction 'through'" in refusal(text.encode("utf-16"))


def test_a_report_without_a_table_of_deals_is_refused() -> None:
    page = "<html><body><table><tr><td>Account:</td><td>7 (USD, X, demo)</td></tr></table></body></html>"
    assert "no table of deals" in refusal(page.encode())


def test_leverage_is_read_where_it_is_printed(ledger: Ledger) -> None:
    text = mt5_history_html(ledger).decode("utf-16").replace("(USD,", "(USD,&nbsp;1:500,")
    account = read(text.encode("utf-16")).account
    assert (account.leverage, account.server) == (500, "Example-Demo")
