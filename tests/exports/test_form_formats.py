"""TXF and TaxAct's CSV: what they say, read by parsers of their own, and what they refuse."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.errors import InvalidInputError
from services.exports import Document, Table, formats, make_file
from services.reports._tax_rows import neutral_part
from services.tax.model import TaxClass
from services.tax.year import TaxYear
from tests.form_8949.rows import make_row

if TYPE_CHECKING:
    from services.tax.model import FormRow

WASHED: dict[str, Any] = {
    "description": "100 sh XYZ",
    "acquired": date(2025, 6, 2),
    "sold": date(2025, 12, 30),
    "proceeds": Decimal("4000.00"),
    "basis": Decimal("5000.00"),
    "codes": "W",
    "adjustment": Decimal("1000.00"),
}


def _document(*rows: FormRow) -> Document:
    year = TaxYear(2025, rows, (), (), (), (), is_final=True, data_through=None)
    return Document("form_8949_2025", "Form", "", (), (neutral_part(year, rows),))


def _records(content: bytes) -> list[list[str]]:
    text = content.decode("ascii")
    assert text.endswith("^\r\n")
    return [record.split("\r\n")[:-1] for record in text.removesuffix("^\r\n").split("^\r\n")]


def _made(name: str, *rows: FormRow) -> bytes:
    return make_file(_document(*rows), name).content


def test_a_wash_sale_travels_with_cost_before_proceeds() -> None:
    header, record = _records(_made("txf", make_row(**WASHED)))
    assert header[0] == "V042"
    assert header[1].startswith("APerformance Tracker ")
    expected = ["TD", "N712", "C1", "L1", "P100 sh XYZ", "D06/02/2025", "D12/30/2025"]
    assert record == [*expected, "$5000.00", "$4000.00", "$1000.00"]


@pytest.mark.parametrize(
    ("part", "box", "number"), [("I", "A", 321), ("I", "B", 711), ("II", "D", 323), ("II", "F", 714)]
)
def test_each_box_has_its_number(part: str, box: str, number: int) -> None:
    _, record = _records(_made("txf", make_row(part, box)))
    assert record[1] == f"N{number}"
    assert record[-1] == "$900.00"


def test_several_dates_and_strange_letters() -> None:
    _, record = _records(_made("txf", make_row(acquired=None, description="5 sh. Größe^\tAG")))
    assert record[4:6] == ["P5 sh. Gr??e AG", "DVarious"]


@pytest.mark.parametrize("name", ["txf", "taxact"])
def test_digital_assets_of_2025_are_refused_with_the_reason(name: str) -> None:
    coin = make_row("I", "I", tax_class=TaxClass.F8949_DIGITAL)
    with pytest.raises(InvalidInputError, match="take the CSV or the statement"):
        _made(name, make_row(), coin)


@pytest.mark.parametrize("name", ["txf", "taxact"])
def test_other_adjustments_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="BW"):
        _made(name, make_row(codes="BW", adjustment=Decimal(200)))


@pytest.mark.parametrize("name", ["txf", "taxact"])
def test_a_form_that_is_not_complete_is_refused(name: str) -> None:
    document = replace(_document(make_row()), gap="1 symbol needs a decision and has no rows: GOLDX.")
    with pytest.raises(InvalidInputError, match="not complete: 1 symbol needs a decision"):
        make_file(document, name)


@pytest.mark.parametrize("name", ["txf", "taxact"])
def test_only_the_form_can_be_written(name: str) -> None:
    with pytest.raises(InvalidInputError, match="choose the report tax"):
        make_file(Document("x", "X", "", (), (Table("rows", "Rows", (), []),)), name)
    assert name not in {one.name for one in formats()}
    assert name in {one.name for one in formats("tax")}


def test_taxact_has_the_wash_on_the_row_of_its_sale() -> None:
    file = make_file(
        _document(make_row(**WASHED), make_row("II", "F", description="=1+1", acquired=None)), "taxact"
    )
    assert file.filename == "form_8949_2025.taxact.csv"
    first, second = csv.DictReader(io.StringIO(file.content.decode("utf-8"), newline=""))
    assert (first["Sales Proceeds"], first["Adjustment Code"], first["Adjustment Amount"]) == (
        "4000.00",
        "W",
        "1000.00",
    )
    assert (first["Reporting Category"], first["Long/Short"]) == ("C", "Short")
    assert (second["Date Acquired"], second["Long/Short"], second["Adjustment Amount"]) == (
        "Various",
        "Long",
        "",
    )
    assert second["Description"] == "'=1+1"
