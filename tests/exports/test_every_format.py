"""Every file format: numbers stay numbers, text is never executed, totals are the page's."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.period import Period
from services.errors import InvalidInputError
from services.exports import Column, Format, Kind, Table, find_format, formats, make_file
from services.exports._cells import harmless
from tests.exports.reading import READERS, ledger

if TYPE_CHECKING:
    from services.container import Services

COLUMNS = (Column("text", "Text", Kind.TEXT), Column("amount", "Amount", Kind.MONEY))
EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
PAYLOADS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\uff1d1",
    "=cmd|' /C calc'!A0",
    "\x00=1",
)
with_cells = [form for form in formats() if form.name in READERS]
every_format = pytest.mark.parametrize("form", with_cells, ids=lambda form: form.name)


def cells(form: Format, table: Table) -> list[list[object]]:
    return READERS[form.name](make_file(ledger(table), form.name).content)


@every_format
@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_looks_like_a_formula_is_made_harmless(form: Format, payload: str) -> None:
    text, amount = cells(form, Table("t", "T", COLUMNS, [[payload, Decimal("-12.50")]]))[1]
    assert str(text).startswith("'") or form.name == "json", "no spreadsheet calculates what is in JSON"
    assert Decimal(str(amount)) == Decimal("-12.50")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_heading_of_csv_is_harmless_too(payload: str) -> None:
    table = Table("t", "T", (Column(payload, "Growth", Kind.NUMBER),), [[1.0]])
    (heading,) = cells(find_format("csv"), table)[0]
    assert str(heading).startswith("'")


@every_format
def test_negative_numbers_are_untouched(form: Format) -> None:
    rows = cells(form, Table("t", "T", COLUMNS, [["EURUSD", Decimal("-1598.66")], ["x", None]]))
    assert Decimal(str(rows[1][1])) == Decimal("-1598.66")
    assert rows[2][1] in (None, "")


@given(st.text())
def test_no_text_at_all_begins_with_what_a_spreadsheet_executes(text: str) -> None:
    clean = harmless(text)
    assert not clean.lstrip(" \u00a0").startswith(
        ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    )
    assert "\x00" not in clean


@every_format
def test_the_trades_of_the_demo_add_up_to_the_page(form: Format, demo_services: Services) -> None:
    for account in demo_services.performance.accounts():
        file = demo_services.exporting.trades(form.name, [account.id], EVERYTHING)
        header, *rows = READERS[form.name](file.content)
        at = [str(name).lower().replace(" ", "_") for name in header].index("net_profit")
        total = sum(Decimal(str(row[at])) for row in rows)
        assert total == demo_services.performance.pnl(account.id).realized_pnl
        assert file.filename.endswith(form.name)


def test_csv_is_rfc_4180_with_times_that_carry_their_offset(demo_services: Services) -> None:
    content = demo_services.exporting.trades("csv", [], EVERYTHING).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    header, first = content.decode("utf-8-sig").split("\r\n")[:2]
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert datetime.fromisoformat(row["exit_time"]).tzinfo is not None


def test_excel_times_are_dates_and_the_sheet_can_be_filtered(demo_services: Services) -> None:
    content = demo_services.exporting.trades("xlsx", [], EVERYTHING).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    header = [cell.value for cell in sheet[1]]
    assert isinstance(sheet.cell(2, header.index("Exit (UTC)") + 1).value, datetime)
    assert book.sheetnames == ["Trades", "About"]


def test_an_unknown_format_is_said() -> None:
    with pytest.raises(InvalidInputError, match="no file format 'docx'; choose csv, html, json"):
        find_format("docx")
