from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from benchmarks.statement_files import DealRow, Ledger, made_up_ledger, mt5_tester_html, mt5_tester_xlsx
from services.model import TradeMode
from services.statement import StatementKind
from tests.importers.reading import read, refusal

ZERO = Decimal(0)
SETTINGS = (
    ("Expert", "Grid of Doom"),
    ("Symbol", "EURUSD"),
    ("Period", "M15 (2025.01.01 - 2025.12.31)"),
    ("Inputs", "=== money ==="),
    ("", "Risk=0.02"),
    ("", "Step=7"),
    ("Company", "Example Markets Ltd"),
    ("Currency", "USD"),
    ("Initial Deposit", "10 000.00"),
    ("Leverage", "1:100"),
)


def trade(
    ticket: int, kind: str, direction: str, profit: str, balance: str, time: str = "2025.02.03 10:00"
) -> DealRow:
    money = (ZERO, ZERO, ZERO, Decimal(profit), Decimal(balance))
    return DealRow(time, ticket, "EURUSD", kind, direction, "0.10", "1.16000", ticket, *money)


def deposit(balance: str = "10000.00") -> DealRow:
    money = (ZERO, ZERO, ZERO, Decimal(balance), Decimal(balance))
    return DealRow("2025.01.01 00:00", 1, "", "balance", "", "", "", None, *money)


def small() -> Ledger:
    rows = [
        deposit(),
        trade(2, "buy", "in", "0", "10000.00"),
        trade(3, "sell", "out", "-10500.00", "-500.00"),
    ]
    return Ledger(rows, figures={"Total Net Profit": "-10 500.00", "Total Trades": "1"})


def test_html_and_xlsx_of_one_pass_are_equal_statements() -> None:
    html, xlsx = read(mt5_tester_html(small(), SETTINGS)), read(mt5_tester_xlsx(small(), SETTINGS))
    assert (html.format, xlsx.format) == ("mt5_tester_html", "mt5_tester_xlsx")
    assert replace(html, format="", figures={}) == replace(xlsx, format="", figures={})


def test_the_account_is_the_settings_of_the_test() -> None:
    account = read(mt5_tester_html(small(), SETTINGS)).account
    assert account.login.startswith("tester-")
    assert len(account.login) == len("tester-") + 10
    assert account.name == "Grid of Doom EURUSD tester"
    assert (account.currency, account.leverage, account.trade_mode) == ("USD", 100, TradeMode.DEMO)


def test_another_input_is_another_account() -> None:
    other = [(name, value.replace("Step=7", "Step=8")) for name, value in SETTINGS]
    one, two = read(mt5_tester_html(small(), SETTINGS)), read(mt5_tester_html(small(), other))
    assert one.account.login != two.account.login


def test_a_balance_may_go_below_zero() -> None:
    statement = read(mt5_tester_xlsx(small(), SETTINGS))
    assert statement.kind is StatementKind.MT5_TESTER
    assert statement.deals[-1].balance == Decimal(-500)
    assert statement.figures["Initial Deposit"] == "10 000.00"
    assert statement.figures["Total Net Profit"] == "-10500"


def test_positions_are_inferred() -> None:
    statement = read(mt5_tester_html(small(), SETTINGS))
    assert statement.pairing_inferred
    assert [each.deal.position_id for each in statement.deals] == [0, 2, 2]


def test_file_order_is_kept_when_times_are_not_in_order() -> None:
    rows = [
        deposit(),
        trade(2, "buy", "in", "0", "10000.00", "2025.03.01 10:00"),
        trade(3, "buy", "in", "0", "10000.00", "2025.02.01 10:00"),
        trade(4, "sell", "out", "5.00", "10005.00", "2025.03.02 10:00"),
    ]
    statement = read(mt5_tester_html(Ledger(rows), SETTINGS))
    assert [each.deal.ticket for each in statement.deals] == [1, 2, 3, 4]


def test_pips_are_not_money() -> None:
    settings = [(name, "profit in pips" if name == "Currency" else value) for name, value in SETTINGS]
    statement = read(mt5_tester_html(small(), settings))
    assert statement.account.currency == "XXX"
    assert "profit in pips" in statement.warnings[0]


def test_settings_are_known_by_their_place_in_any_language() -> None:
    settings = [(f"Zz{index}" if name else "", value) for index, (name, value) in enumerate(SETTINGS)]
    assert (
        read(mt5_tester_html(small(), settings)).account == read(mt5_tester_html(small(), SETTINGS)).account
    )


def test_many_trades_are_read() -> None:
    ledger = made_up_ledger(300, seed=5)
    assert len(read(mt5_tester_html(ledger, SETTINGS)).deals) == len(ledger.deals)


def test_a_test_that_did_not_trade_is_refused() -> None:
    assert "did not trade" in refusal(mt5_tester_html(Ledger([deposit()]), SETTINGS))
