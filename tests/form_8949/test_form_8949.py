from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from services.errors import FileNotMadeError, InvalidInputError
from services.form_8949 import layout as layouts
from services.form_8949.blank import open_blank
from services.form_8949.filling import MOST_SHEETS, Owner, fill
from services.form_8949.layout import LAYOUTS, Layout
from services.form_8949.reading_back import check
from services.form_8949.sheets import sheets
from services.form_8949.statement_rows import statement_rows
from services.settings import PROJECT
from tests.form_8949.blanks import make_blank
from tests.form_8949.rows import make_row

if TYPE_CHECKING:
    from services.form_8949.sheets import Sheet
    from services.tax.model import FormRow

OWNER = Owner("Jane Q. Taxpayer", "123-45-6789")
MEASURED = PROJECT.parent / "shared" / "vectors" / "f8949_fields.json"
ROWS = {2023: 14, 2024: 14, 2025: 11}
BY_YEAR = {layout.year: layout for layout in LAYOUTS}


@pytest.fixture(params=LAYOUTS, ids=lambda layout: str(layout.year))
def known(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Layout]:
    """A blank of each year."""
    blank, layout = make_blank(request.param)
    monkeypatch.setattr(layouts, "LAYOUTS", (layout,))
    return blank, layout


def _made(blank: bytes, rows: list[FormRow]) -> tuple[bytes, Layout, tuple[Sheet, ...]]:
    layout, reader = open_blank(blank)
    pages = sheets(rows, layout)
    return fill(reader, layout, pages, OWNER), layout, pages


@pytest.mark.parametrize("count", [1, 11, 12, 14, 15, 400])
@pytest.mark.parametrize(("part", "box"), [("I", "C"), ("II", "F")])
def test_every_cell_reads_back(known: tuple[bytes, Layout], count: int, part: str, box: str) -> None:
    rows = [
        make_row(part, box, description=f"{number} sh. XYZ", codes="W", adjustment=Decimal(number))
        for number in range(count)
    ]
    content, layout, pages = _made(known[0], rows)
    check(content, layout, pages, OWNER)
    size = ROWS[layout.year]
    assert [len(page.rows) for page in pages] == [size] * (count // size) + [count % size] * bool(
        count % size
    )
    assert len(PdfReader(io.BytesIO(content)).pages) == len(pages)


def test_no_field_and_no_script_is_left(known: tuple[bytes, Layout]) -> None:
    content, _, _ = _made(known[0], [make_row()])
    reader = PdfReader(io.BytesIO(content))
    assert reader.get_fields() is None
    assert reader.xfa is None
    assert not reader.pages[0].annotations
    assert reader.pages[0].extract_text().count("X") == 2  # XYZ and one check


def test_each_box_has_its_own_page_and_totals() -> None:
    rows = [
        make_row("II", "L"),
        make_row("I", "I"),
        make_row("I", "C", proceeds=Decimal("1000.50")),
        make_row("I", "C"),
    ]
    pages = sheets(rows, BY_YEAR[2025])
    assert [(page.part, page.box) for page in pages] == [("I", "C"), ("I", "I"), ("II", "L")]
    assert pages[0].totals == ("1,900.50", "2,000.00", "", "", "(99.50)")


def test_a_page_says_what_its_year_says() -> None:
    row = make_row(
        acquired=None, expired="proceeds", proceeds=Decimal(0), codes="W", adjustment=Decimal("1000.00")
    )
    (page,) = sheets([row], BY_YEAR[2025])
    cells = ("100 sh. XYZ", "VARIOUS", "06/03/2025", "Expired", "1,000.00", "W", "1,000.00", "0.00")
    assert page.rows == (cells,)
    assert sheets([make_row()], BY_YEAR[2025], digits=0)[0].rows[0][7] == "(100)"


def test_a_box_that_the_form_has_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    blank, layout = make_blank(BY_YEAR[2024])
    monkeypatch.setattr(layouts, "LAYOUTS", (layout,))
    with pytest.raises(InvalidInputError, match="2024 has no box I"):
        _made(blank, [make_row("I", "I")])


def test_an_unknown_file_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="known are 2023, 2024, 2025"):
        open_blank(b"%PDF-1.7 something else")


@pytest.mark.parametrize("change", ["shifted", "missing"])
def test_a_form_with_a_field_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    name = "topmostSubform[0].Page2[0].Table_Line1_Part2[0].Row3[0].f2_22[0]"
    blank, layout = make_blank(BY_YEAR[2025], **{change: name})
    monkeypatch.setattr(layouts, "LAYOUTS", (layout,))
    with pytest.raises(InvalidInputError, match=r"f2_22\[0\] is not where"):
        open_blank(blank)


def test_a_form_that_says_something_else_is_not_handed_out(known: tuple[bytes, Layout]) -> None:
    content, layout, pages = _made(known[0], [make_row()])
    cells = (*pages[0].rows[0][:7], "(99.99)")
    with pytest.raises(FileNotMadeError, match=r"says '\(100.00\)' instead of '\(99.99\)'"):
        check(content, layout, [replace(pages[0], rows=(cells,))], OWNER)
    box = "B" if pages[0].box != "B" else "A"
    with pytest.raises(FileNotMadeError, match="Page 1"):
        check(content, layout, [replace(pages[0], box=box)], OWNER)
    with pytest.raises(FileNotMadeError, match="1 pages instead of 2"):
        check(content, layout, [pages[0], pages[0]], OWNER)


def test_nothing_and_too_much_are_refused(known: tuple[bytes, Layout]) -> None:
    with pytest.raises(InvalidInputError, match="no row"):
        _made(known[0], [])
    layout, reader = open_blank(known[0])
    with pytest.raises(InvalidInputError, match="attach the statement"):
        fill(reader, layout, sheets([make_row()], layout) * (MOST_SHEETS + 1), OWNER)


def test_a_statement_stands_for_its_rows() -> None:
    rows = [
        make_row(codes="W", adjustment=Decimal("50.00")),
        make_row(),
        make_row(account="Other"),
        make_row("II", "F"),
    ]
    short, other, long = statement_rows(rows, {"Main": "Broker Inc."})
    assert (short.description, short.codes, short.gain) == (
        "Broker Inc. see attached statement",
        "MW",
        Decimal("-150.00"),
    )
    assert (other.description, other.codes, other.adjustment) == ("Other see attached statement", "M", None)
    assert (long.part, long.box) == ("II", "F")
    (page, _) = sheets([short, long], BY_YEAR[2025])
    assert page.rows[0][1:3] == ("", "")


def test_long_descriptions_stay_within_their_cell(known: tuple[bytes, Layout]) -> None:
    content, layout, pages = _made(
        known[0], [make_row(description="1,000 sh. " + "International Holdings " * 4)]
    )
    check(content, layout, pages, OWNER)


def test_rows_of_any_date_and_size_read_back(known: tuple[bytes, Layout]) -> None:
    big = make_row(proceeds=Decimal("123456789.01"), basis=Decimal(-5), acquired=date(1999, 12, 31))
    content, layout, pages = _made(known[0], [big])
    check(content, layout, pages, OWNER)


@pytest.mark.skipif(not MEASURED.exists(), reason="measured fields lie beside the project, not in it")
def test_the_layouts_are_the_measured_ones() -> None:
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    for layout in LAYOUTS:
        year = measured[str(layout.year)]
        assert layout.sha256 == year["sha256"]
        for number in (1, 2):
            ours, theirs = dict(layout.fields(number)), dict(year["pages"][number - 1])
            assert set(ours) == set(theirs)
            far = [
                name
                for name in ours
                if max(abs(a - b) for a, b in zip(ours[name], theirs[name], strict=True)) > 1.01
            ]
            assert far == []
