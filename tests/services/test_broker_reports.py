"""Form 1099 beside our rows: what the broker says stays, codes say what is right, gains stay ours."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import NotFoundError, UnreadableFileError
from services.report_1099_file import read_1099
from tests.services.test_tax_years import holds_together
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from services.container import Services
    from services.tax.year import TaxYear

HEAD = "Symbol,Quantity,Date Acquired,Date Sold,Proceeds,Cost Basis,Wash Sale,Covered,Term"


def reported(services: Services, *lines: str, head: str = HEAD) -> TaxYear:
    account = account_named(services, "U1").id
    services.broker_reports.store(account, "1099.csv", "\n".join((head, *lines, "")).encode())
    return services.tax_years.of(2025)


@pytest.fixture
def sold(services: Services) -> Services:
    """A sale of 1500 dollars that cost 1000."""
    imported(services, line("2025-02-03", "buy", 10, "100"), line("2025-06-02", "sell", 10, "150"))
    return services


@pytest.mark.parametrize(
    ("told", "row", "verdict"),
    [
        ("1500.00,1000.00,,yes,short", ("A", 1500, 1000, "", None), "the same"),
        ("1500.00,800.00,,yes,short", ("A", 1500, 800, "B", -200), "differs"),
        ("1500.00,800.00,,no,short", ("B", 1500, 1000, "B", 0), "differs"),
        ("1500.00,1000.00,,yes,long", ("A", 1500, 1000, "T", 0), "the same"),
        ("1510.00,1000.00,,yes,short", ("A", 1510, 1000, "E", -10), "differs"),
    ],
)
def test_codes_say_what_the_broker_has_wrong(
    sold: Services, told: str, row: tuple[object, ...], verdict: str
) -> None:
    year = reported(sold, f"XYZ,10,02/03/2025,06/02/2025,{told}")
    assert [(one.box, one.proceeds, one.basis, one.codes, one.adjustment) for one in year.rows] == [row]
    assert [one.gain for one in year.rows] == [500]
    assert [one.verdict for one in year.compared] == [verdict]
    assert holds_together(year)


def test_what_only_one_side_knows_is_said(sold: Services) -> None:
    year = reported(sold, "ABC,5,VARIOUS,2025-07-01,(10.00),,,,")
    assert [(one.symbol, one.verdict, one.their_proceeds) for one in year.compared] == [
        ("XYZ", "not on the 1099", 0),
        ("ABC", "not in the records", Decimal("-10.00")),
    ]
    assert [row.box for row in year.rows] == ["C"]


def test_a_newer_file_takes_the_place_of_an_older_one_and_may_be_forgotten(sold: Services) -> None:
    reported(sold, "XYZ,10,02/03/2025,06/02/2025,1500,800,,yes,short")
    again = reported(sold, "XYZ,10,02/03/2025,06/02/2025,1500,1000,,yes,short")
    assert [row.codes for row in again.rows] == [""]
    account = account_named(sold, "U1").id
    sold.broker_reports.remove(account, 2025)
    assert sold.tax_years.of(2025).compared == ()
    with pytest.raises(NotFoundError):
        sold.broker_reports.remove(account, 2025)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "no column symbol"),
        ("Symbol,Date Sold\nX,1/1/2025", "no column proceeds"),
        (HEAD, "no sales below"),
        (f"{HEAD}\nXYZ,10,02/03/2025,soon,1,1,,,", "Row 2: 'soon' is no day"),
        (f"{HEAD}\nXYZ,10,02/03/2025,06/02/2025,much,1,,,", "Row 2: 'much' is no amount"),
        (f"{HEAD}\nXYZ,10,02/03/2025,06/02/2025,NaN,1,,,", "Row 2: 'NaN' is no amount"),
        (f"{HEAD}\n,10,02/03/2025,06/02/2025,1,1,,,", "Row 2: a sale needs its symbol"),
        (f"{HEAD},Box\nXYZ,10,02/03/2025,06/02/2025,1,1,,,,Z", "Row 2: 'Z' is no box"),
    ],
)
def test_a_file_that_is_doubtful_is_refused_by_its_row(content: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_1099(content.encode(), "U1")
