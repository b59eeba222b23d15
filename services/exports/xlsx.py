"""Excel: a designed first sheet with native charts, a streamed sheet for each table, and what it covers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, BinaryIO

from openpyxl import Workbook

from services.exports import _xlsx_styles as styles
from services.exports._cells import cell_text, upright
from services.exports._chart import Chart
from services.exports._document import Column, Facts, Readers, Table, Text
from services.exports._kind import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._xlsx_sheet import Sheet
from services.exports._xlsx_summary import Summary
from services.progress import unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.exports._document import Document, Fact

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_ABOUT = (Column("name", "About this file", Kind.TEXT), Column("value", "", Kind.TEXT))


@file_format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def write_xlsx(document: Document, out: BinaryIO) -> None:
    """A workbook; times are in UTC, as a spreadsheet knows no zone.

    openpyxl makes the book, its styles and the summary; the sheets of tables, which may be long, replace
    empty ones of that book as they are read.
    """
    document = document.read_by(Readers.MACHINES)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type] # a new book has one sheet
    _add_summary(book, document)
    sheets = [_placed(book, table) for table in document.tables]
    about = _placed(book, Table("about", "About", _ABOUT, ()))
    places = {f"xl/worksheets/sheet{book.sheetnames.index(s.name) + 1}.xml": s for s in (*sheets, about)}
    reading = Reading()
    with _saved(book) as skeleton, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for entry in skeleton.infolist():
            if entry.filename not in places:
                target.writestr(entry.filename, skeleton.read(entry))
        *ledgers, (place, _) = places.items()
        for path, sheet in ledgers:
            with target.open(path, "w", force_zip64=True) as part:
                sheet.write(part, reading)
        last = replace(about, table=_about(document, reading))  # it tells how many rows there are
        with target.open(place, "w") as part, watched(unwatched):  # its own lines are none of them
            last.write(part, Reading())


def _add_summary(book: Workbook, document: Document) -> None:
    """The designed sheet, where there is something to design; the charts' numbers come last."""
    if any(isinstance(part, (Facts, Text, Chart)) for part in document.parts):
        data = book.create_sheet("Chart data")
        Summary(book.create_sheet("Summary", 0), data).fill(document)
        if not any(isinstance(part, Chart) for part in document.parts):
            book.remove(data)


def _placed(book: Workbook, table: Table) -> Sheet:
    """An empty sheet for a table, in front of the charts' numbers, with the styles it will need."""
    name = sheet_name(table.title, book.sheetnames)
    place = book.sheetnames.index("Chart data") if "Chart data" in book.sheetnames else None
    sheet = book.create_sheet(name, place)
    listed = [styles.listed(sheet, column, row) for row, column in enumerate(table.columns, start=1)]
    money = {
        place: (by, styles.by_currency(sheet, place + 1))
        for place, by in table.places_by()
        if table.columns[place].kind is Kind.MONEY
    }
    sheet.print_title_rows = "1:1"
    return Sheet(name, table, listed, money)


def _saved(book: Workbook) -> zipfile.ZipFile:
    stream = io.BytesIO()
    book.save(stream)
    return zipfile.ZipFile(stream)


def sheet_name(title: str, taken: Collection[str]) -> str:
    """A title as a name that Excel allows and the book has not yet."""
    name = _FORBIDDEN.sub(" ", upright(title)).strip("' ")[:LONGEST_NAME] or "Sheet"
    known = {item.lower() for item in taken}
    if name.lower() not in known:
        return name
    endings = (f" ({number})" for number in count(2))
    return next(
        found for end in endings if (found := name[: LONGEST_NAME - len(end)] + end).lower() not in known
    )


def _about(document: Document, reading: Reading) -> Table:
    rows = [[fact.label, _value(fact)] for fact in document.about]
    rows += [["Title", document.title], ["Rows", str(reading.rows)], ["SHA-256 of the rows", reading.sha256]]
    rows += [["Note", text] for text in document.footnotes]
    return Table("about", "About", _ABOUT, rows)


def _value(fact: Fact) -> str:
    return " ".join(text for text in (cell_text(fact.column, fact.value), fact.unit, fact.note) if text)
