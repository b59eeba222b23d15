"""Decimals for people: prices as their symbol has them, money as its currency, lots as they are traded."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from services.exports import LOT_DIGITS, Column, Document, Kind, Table, make_file
from tests.exports.reading import READERS, cells_of, ledger, pdf_pages

PAID = (
    Column("currency", "Currency", Kind.TEXT),
    Column("symbol", "Symbol", Kind.TEXT),
    Column("price", "Price", Kind.NUMBER, by="symbol"),
    Column("profit", "Profit", Kind.MONEY, by="currency"),
    Column("ticket", "Deal", Kind.IDENTIFIER),
)
PAYMENTS: list[list[object]] = [
    ["JPY", "EURUSD", Decimal("1.1"), Decimal(7940), 5_001_868],
    ["USD", "GBPJPY", Decimal("190.1254166667"), Decimal(-223), 2**63 - 1],
    ["KWD", "unknown", Decimal("0.0001234"), Decimal("1.5"), None],
    ["USD", "EURUSD", None, Decimal("-0.335"), 1],
]


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("is_ledger", [False, True])
def test_prices_have_the_digits_of_their_symbol_and_money_those_of_its_currency(
    form: str, is_ledger: bool
) -> None:
    digits = {"EURUSD": 5, "GBPJPY": 3}
    table = Table("t", "Paid", PAID, PAYMENTS, size=len(PAYMENTS), price_digits=lambda: digits)
    document = Document("t", "Paid", "", (), (table,), is_ledger=is_ledger)
    words = cells_of(document) if form == "html" else " ".join(pdf_pages(document)).split()
    assert {"1.10000", "190.125", "0.0001234", "7,940", "−223.00", "1.500", "−0.335"} <= set(words)
    assert {"5001868", str(2**63 - 1)} <= set(words)


def test_machines_get_every_digit_of_a_price_and_of_a_ticket() -> None:
    table = Table("t", "Paid", PAID, PAYMENTS, price_digits=lambda: {"GBPJPY": 3})
    for form in ("csv", "json", "xlsx"):
        row = READERS[form](make_file(ledger(table), form).content)[2]
        assert [str(cell) for cell in row[2:]] == ["190.1254166667", "-223", str(2**63 - 1)]


def test_a_sheet_shows_money_with_the_decimals_of_its_currency() -> None:
    table = Table("t", "Paid", PAID, PAYMENTS)
    sheet = load_workbook(io.BytesIO(make_file(ledger(table), "xlsx").content)).worksheets[0]
    formats = [cell.number_format.partition(";")[0] for (cell,) in sheet["D2:D5"]]
    assert formats == ["#,##0", "#,##0.00##", "#,##0.000##", "#,##0.00##"]
    assert [cell.value for (cell,) in sheet["E2:E3"]] == [5_001_868, str(2**63 - 1)]
    assert sheet.cell(1, 4).number_format == "General"


def test_lots_have_two_decimals_at_least() -> None:
    columns = (Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),)
    table = Table("t", "Traded", columns, [[Decimal("0.2")], [Decimal("0.125")], [Decimal(3)]], size=3)
    assert cells_of(Document("t", "Traded", "", (), (table,))) == ["0.20", "0.125", "3.00"]
    sheet = load_workbook(io.BytesIO(make_file(ledger(table), "xlsx").content)).worksheets[0]
    assert [(cell.value, cell.number_format) for (cell,) in sheet["A2:A3"]] == [
        (0.2, "#,##0.00######"),
        (0.125, "#,##0.00######"),
    ]
