from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from benchmarks.statement_files import Ledger, Sheet, mt5_history_xlsx
from services.errors import UnreadableFileError
from services.importers import Grid, Limits
from services.importers._xlsx import read_xlsx
from tests.importers.reading import read
from tests.importers.test_refusals import packed, parts_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

UNSTYLED = pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")


def grid_of(rows: str, *, styles: str = "", strings: str = "", book: str = "") -> Grid:
    parts = {name: content.decode("utf-16") for name, content in parts_of(Sheet().save()).items()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", f"{book}<sheets>")
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return read_xlsx(packed({name: text.encode() for name, text in parts.items()}), Limits())


@UNSTYLED
def test_a_report_saved_again_by_a_spreadsheet_is_the_same(ledger: Ledger) -> None:
    original = mt5_history_xlsx(ledger)
    book = openpyxl.load_workbook(io.BytesIO(original))
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()) == read(original)


def test_every_kind_of_cell_is_text() -> None:
    rows = (
        '<row r="3"><c r="A3" t="s"><v>0</v></c>'
        '<c r="B3" t="inlineStr"><is><t>in</t><r><t> line</t></r></is></c>'
        '<c r="C3"><v>1.5</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="b"><v>0</v></c>'
        '<c r="F3" t="str"><f>A1</f><v>formula</v></c><c r="G3" t="e"><v>#N/A</v></c>'
        '<c r="I3"><f>SUM(A1)</f></c></row>'
    )
    grid = grid_of(rows, strings="<si><r><t>rich</t></r><r><t> text</t></r><rPh><t>no</t></rPh></si>")
    assert grid.numbers == [3]
    assert grid.rows == [["rich text", "in line", "1.5", "TRUE", "FALSE", "formula", "#N/A"]]


def test_cells_and_rows_without_references_follow_each_other() -> None:
    grid = grid_of("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r='C9'><v>3</v></c></row>")
    assert grid.rows == [["1", "2"], ["", "", "3"]]
    assert grid.numbers == [1, 3]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("1.1644099999999999", "1.16441"),
        ("3130742434", "3130742434"),
        ("1E-4", "0.0001"),
        ("99999.890000000014", "99999.89"),
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(raw: str, text: str) -> None:
    assert grid_of(f"<row><c><v>{raw}</v></c></row>").rows == [[text]]


@pytest.mark.parametrize(
    ("style", "book", "text"),
    [
        (
            '<numFmts><numFmt numFmtId="170" formatCode="yyyy\\.mm\\.dd hh:mm:ss"/></numFmts>',
            "",
            "2026.03.03 18:52:01",
        ),
        ('<numFmts><numFmt numFmtId="170" formatCode="&quot;day&quot; 0.00"/></numFmts>', "", "46084.786123"),
        ("", "", "46084.786123"),
        (
            '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>',
            '<workbookPr date1904="1"/>',
            "2030.03.04 18:52:01",
        ),
    ],
)
def test_a_number_shown_as_a_date_is_a_date(style: str, book: str, text: str) -> None:
    styles = f'{style}<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    rows = '<row><c s="1"><v>46084.786123</v></c></row>'
    assert grid_of(rows, styles=styles, book=book).rows == [[text]]


def test_a_built_in_date_format_is_a_date() -> None:
    styles = '<cellXfs><xf numFmtId="22"/></cellXfs>'
    assert grid_of('<row><c s="0"><v>1</v></c></row>', styles=styles).rows == [["1899.12.31 00:00:00"]]
    assert grid_of('<row><c s="0"><v>-1</v></c></row>', styles=styles).rows == [["-1"]]


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="s"><v>5</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row><c r="1"><v>1</v></c></row>',
        "<row><c></row>",
    ],
)
def test_a_damaged_sheet_is_refused(rows: str) -> None:
    with pytest.raises(UnreadableFileError, match="damaged XLSX"):
        grid_of(rows)


@UNSTYLED
def test_dates_typed_as_dates_are_read(ledger: Ledger) -> None:
    book = openpyxl.load_workbook(io.BytesIO(mt5_history_xlsx(ledger)))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) == 19 and cell.value[4] == ".":
                cell.value = datetime.fromisoformat(cell.value.replace(".", "-"))
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()).deals == read(mt5_history_xlsx(ledger)).deals


def test_a_workbook_without_a_sheet_is_refused() -> None:
    parts = parts_of(Sheet().save())
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(UnreadableFileError, match="no sheet"):
        read_xlsx(packed(parts), Limits())


def test_a_broken_part_is_refused() -> None:
    stream = io.BytesIO(Sheet().save())
    with zipfile.ZipFile(stream) as archive:
        place = archive.getinfo("xl/workbook.xml").header_offset
    content = bytearray(stream.getvalue())
    content[place + 60] ^= 0xFF
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_xlsx(bytes(content), Limits())
