"""Written files, as their readers see them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from lxml import html
from pypdf import PdfReader

from services.exports import Document, Table, make_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.exports import Part


SPACES = re.compile(r"\s+")


def ledger(table: Table) -> Document:
    """A document of one table and nothing else."""
    return Document("t", "T", "", (), (table,), is_ledger=True)


def report(*parts: Part) -> Document:
    """A document of several parts."""
    return Document("report", "Report", "Of everything", (), parts)


def cells_of(document: Document) -> list[str]:
    """What the cells of its page in HTML say."""
    found = html.document_fromstring(make_file(document, "html").content.decode())
    return ["".join(map(str, cell.itertext())) for cell in found.iter("td")]


def pdf_pages(document: Document) -> list[str]:
    """What each page of its PDF says."""
    reader = PdfReader(io.BytesIO(make_file(document, "pdf").content))
    return [SPACES.sub(" ", page.extract_text()) for page in reader.pages]


def csv_cells(content: bytes) -> list[list[object]]:
    """The lines of a ledger in CSV."""
    return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def json_cells(content: bytes) -> list[list[object]]:
    """The names of a ledger's columns, and its rows."""
    table: dict[str, Any] = json.loads(content, parse_constant=_refused)["parts"][0]
    names = [column["name"] for column in table["columns"]]
    return [names, *([row[name] for name in names] for row in table["rows"])]


def xlsx_cells(content: bytes) -> list[list[object]]:
    """The first sheet; no cell of any sheet is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    formulas = [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert not formulas
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def zip_cells(content: bytes) -> list[list[object]]:
    """The lines of the first file in a zip of CSVs."""
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return csv_cells(found.read(found.namelist()[0]))


def _refused(name: str) -> None:
    raise AssertionError(f"{name} is not strict JSON")


READERS: dict[str, Callable[[bytes], list[list[object]]]] = {
    "csv": csv_cells,
    "json": json_cells,
    "xlsx": xlsx_cells,
    "zip": zip_cells,
}
