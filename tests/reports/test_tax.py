"""The tax report: a neutral CSV with its limits inside, a whole year as JSON, sheets, a statement."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pypdf import PdfReader

from services.calendars import EVER
from tests.services.test_tax_years import MIXED, WASH
from tests.tax.stories import account_named, imported

if TYPE_CHECKING:
    from services.container import Services

HEADER = (
    "tax_year,part,box,box_reason,a_description,b_acquired,c_sold,d_proceeds,e_basis,f_codes,g_adjustment,h_gain,"
    "holding_start,account,lot_ids,deal_ids,currency,fx_acq,fx_sale,class,provisional,policy"
)


def content(services: Services, form: str, year: str = "2025", *accounts: str) -> bytes:
    chosen = [account_named(services, login).id for login in accounts]
    request = services.reporting.request(chosen, EVER, options={"tax_year": year})
    return services.reporting.file("tax", request, form).content


def lines_of(text: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The caveats in front, and the rows under the header."""
    lines = text.decode("utf-8-sig").splitlines()
    caveats = [line for line in lines if line.startswith("#")]
    return caveats, list(csv.DictReader(lines[len(caveats) :]))


def test_the_csv_is_the_neutral_layout_with_its_limits_in_front(services: Services) -> None:
    imported(services, *WASH)
    text = content(services, "csv")
    caveats, (row,) = lines_of(text)
    assert text.decode("utf-8-sig").splitlines()[len(caveats)] == HEADER
    assert {name: row[name] for name in HEADER.split(",")[1:13] if name != "box_reason"} == {
        "part": "I",
        "box": "C",
        "a_description": "100 sh. XYZ",
        "b_acquired": "06/02/2025",
        "c_sold": "12/30/2025",
        "d_proceeds": "4000.00",
        "e_basis": "5000.00",
        "f_codes": "W",
        "g_adjustment": "1000.00",
        "h_gain": "0.00",
        "holding_start": "06/02/2025",
    }
    words = "\n".join(caveats)
    assert "# Tax year: 2025" in words
    assert "provisional" in words
    assert "not tax advice" in words


def test_a_row_without_an_adjustment_leaves_its_column_empty(services: Services) -> None:
    imported(services, *WASH[:2])
    _, (row,) = lines_of(content(services, "csv"))
    assert (row["f_codes"], row["g_adjustment"], row["h_gain"]) == ("", "", "-1000.00")


def test_the_csv_says_in_front_what_is_missing(services: Services) -> None:
    imported(services, *(line.replace("AAPL,stock", "AAPL,") for line in MIXED))
    caveats, rows = lines_of(content(services, "csv"))
    assert rows == []
    assert any(line.startswith("# NOT COMPLETE") and "AAPL" in line for line in caveats)


def test_the_json_is_the_whole_year(services: Services) -> None:
    imported(services, *MIXED)
    parts = {part["name"]: part for part in json.loads(content(services, "json"))["parts"]}
    assert [row["h_gain"] for row in parts["rows"]["rows"]] == ["50.00"]
    assert {row["class"]: row["result"] for row in parts["classes"]["rows"]}["S1256"] == "200.00"
    assert parts["classes"]["totals"]["result"] == "290.00"
    assert {"schedule_d", "bridge", "washes", "open_lots", "decisions", "left_out"} <= parts.keys()


def test_excel_has_a_sheet_for_each_part(services: Services) -> None:
    imported(services, *MIXED)
    book = openpyxl.load_workbook(io.BytesIO(content(services, "xlsx")))
    wanted = {"Rows", "Schedule D totals", "Not on the form", "Wash detail", "Lots open", "Decisions"}
    assert wanted <= set(book.sheetnames)


def test_the_pdf_is_a_statement_by_box_with_its_totals(services: Services) -> None:
    imported(services, *WASH)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content(services, "pdf"))).pages)
    for wanted in ("Part I, box C", "100 sh. XYZ", "06/02/2025", "4,000.00", "not tax advice"):
        assert wanted in words


def test_the_last_year_is_meant_when_none_is_named(services: Services) -> None:
    imported(services, *WASH)
    assert b"# Tax year: 20" in content(services, "csv", "")


@pytest.mark.parametrize("year", ["soon", "1492"])
def test_a_year_that_is_none_is_said(services: Services, year: str) -> None:
    imported(services, *WASH)
    with pytest.raises(Exception, match="no tax year"):
        content(services, "csv", year)
