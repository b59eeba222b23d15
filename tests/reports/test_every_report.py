"""The laws of every report in every format: it is written, read back, and adds up to the ledger."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pypdf import PdfReader

from services.calc.account_statement import account_statement
from services.calc.period import Period
from services.errors import InvalidInputError
from services.exports import Chart, Facts, Kind, Table, Text, formats, make_file
from services.reports import reports

if TYPE_CHECKING:
    from services.container import Services
    from services.exports import Document
    from services.reports import Report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHOLE = Period(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), "2026-09-01..2026-10-31")
EMPTY = Period(datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 1, 2, tzinfo=UTC), "2001-01-01..2001-01-01")


def made(services: Services, report: Report, period: Period, accounts: tuple[str, ...] = ()) -> Document:
    return services.reporting.document(report.name, services.reporting.request(accounts, period))


def words_of(name: str, content: bytes) -> str:
    """What a reader of the file sees."""
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        return " ".join(str(cell.value) for cell in cells if cell.value is not None)
    if name == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if name == "json":
        json.loads(content, parse_constant=_refused)
    if name == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            return " ".join(words_of("csv", found.read(one)) for one in found.namelist())
    if name == "csv":
        rows = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in rows if cell.startswith(("=", "@", "\t"))]
    return content.decode("utf-8-sig")


def _refused(name: str) -> Any:
    raise AssertionError(f"{name} is not strict JSON")


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_every_report_is_written_in_every_format_and_read_back(
    read_services: Services, report: Report
) -> None:
    names = [account.name for account in read_services.performance.accounts()]
    for chosen in formats():
        document = made(read_services, report, WHOLE)
        words = words_of(chosen.name, make_file(document, chosen.name).content)
        assert len(words) > 100
        assert chosen.name == "pdf" or document.is_ledger or names[0] in words


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_every_report_says_what_it_covers(read_services: Services, report: Report) -> None:
    document = made(read_services, report, WHOLE)
    about = {fact.name for fact in document.about}
    assert about >= {"accounts", "version", "generated_at"}
    assert about & {"period", "period_start"}
    assert document.title


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_an_empty_period_is_said_and_not_invented(read_services: Services, report: Report) -> None:
    for chosen in ("csv", "json", "xlsx", "html"):
        document = made(read_services, report, EMPTY)
        assert make_file(document, chosen).content
    for part in made(read_services, report, EMPTY).parts:
        if isinstance(part, Table):
            assert list(part.rows) or part.empty
        if isinstance(part, Text):
            assert all(part.paragraphs)
        if isinstance(part, Facts):
            assert all(fact.value is not None or fact.note for fact in part.items)
        assert not (isinstance(part, Chart) and not len(part.position))


def test_a_statement_adds_up_to_the_balance_to_the_cent(read_services: Services) -> None:
    for record in read_services.performance.records():
        found = account_statement(record, Period(None, NOW))
        booked = found.profit + found.commission + found.swap + found.fee
        assert found.totals.trades == booked
        assert found.opening + found.totals.balance_change == found.closing
        assert record.state is not None
        half = account_statement(record, WHOLE)
        assert half.opening + half.totals.balance_change == half.closing


def test_a_statement_has_the_same_totals_in_every_format(read_services: Services) -> None:
    account = read_services.performance.accounts()[0]
    closing = account_statement(read_services.performance.record(account.id), WHOLE).closing
    report = next(report for report in reports() if report.name == "statement")
    for chosen in formats():
        document = made(read_services, report, WHOLE, (str(account.id),))
        words = words_of(chosen.name, make_file(document, chosen.name).content)
        plain = words.replace("\u202f", "").replace("\xa0", "").replace(",", "").replace(" ", "")
        assert format(closing, "f") in plain or f"{closing.normalize():f}" in plain, chosen.name


def test_the_performance_of_accounts_adds_up_to_their_trades(read_services: Services) -> None:
    report = next(report for report in reports() if report.name == "performance")
    (members,) = (part for part in made(read_services, report, WHOLE).tables if part.name == "members")
    assert members.totals is not None
    rows = [Decimal(str(row[2])) for row in members.rows]
    assert sum(rows) == members.totals[2]
    whole = next(part for part in made(read_services, report, WHOLE).tables if part.name == "by_symbol")
    assert whole.totals is not None
    assert whole.totals[3] == members.totals[2]


def test_one_account_in_another_currency_is_converted_and_not_only_called_so(read_services: Services) -> None:
    account = next(one for one in read_services.performance.accounts() if one.currency == "USD")
    request = read_services.reporting.request([account.id], WHOLE, currency="EUR")
    parts = {part.name: part for part in read_services.reporting.document("performance", request).parts}
    summary, by_symbol = parts["summary"], parts["by_symbol"]
    assert isinstance(summary, Facts)
    assert isinstance(by_symbol, Table)
    assert by_symbol.totals is not None
    (net,) = (fact for fact in summary.items if fact.name == "net_profit")
    assert (net.unit, net.value) == ("EUR", by_symbol.totals[3])


def test_one_part_of_a_report_is_a_file_that_says_all_the_same_what_it_covers(
    read_services: Services,
) -> None:
    request = read_services.reporting.request([], WHOLE, options={"part": "positions"})
    found = read_services.reporting.document("statement", request)
    count = len(read_services.performance.accounts())
    assert [part.name for part in found.parts] == [f"positions_{place + 1}" for place in range(count)]
    lines = make_file(found, "csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Accounts,")
    assert found.name.endswith("_positions")
    unknown = read_services.reporting.request([], WHOLE, options={"part": "moon"})
    with pytest.raises(InvalidInputError, match="moon"):
        read_services.reporting.document("statement", unknown)


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_decimals_are_those_of_the_currency_and_of_the_symbol_of_a_row(
    read_services: Services, report: Report
) -> None:
    for table in made(read_services, report, WHOLE).tables:
        names = {column.name for column in table.columns}
        for column in table.columns:
            where = f"{table.name}.{column.name}"
            if column.kind is Kind.MONEY and "currency" in names:
                assert column.digits is not None or column.by == "currency", where
            if "price" in column.name and "symbol" in names:
                assert column.by == "symbol", where
            if column.name == "r":
                assert column.digits == 2, where
            if column.name in ("position_id", "ticket"):
                assert column.kind is Kind.IDENTIFIER, where
