"""A blank form filled in: texts are drawn where its fields are, and the fields themselves are gone.

Drawn pages look the same in every reader and need no script; XFA, which would show the form as still blank,
goes too.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfgen.canvas import Canvas

from services.errors import InvalidInputError
from services.form_8949.drawing import draw_in
from services.form_8949.layout import COLUMNS, PARTS, TOTALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.form_8949.layout import Layout, Rectangle
    from services.form_8949.sheets import Sheet

CHECK = "X"
LETTER = (612.0, 792.0)
MOST_SHEETS = 200
AMOUNTS = frozenset("degh")


@dataclass(frozen=True, slots=True)
class Owner:
    """Name and taxpayer's number as they stand at the head of each page; never kept."""

    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A text in its rectangle; *align* is left, right or center."""

    text: str
    rectangle: Rectangle
    align: str = "left"


def places(sheet: Sheet, layout: Layout, owner: Owner) -> Iterator[Place]:
    """Everything that stands on a page; raises InvalidInputError for a box that the form does not have."""
    page = PARTS[sheet.part]
    name, number = layout.owner(page)
    yield from (Place(owner.name, name), Place(owner.number, number))
    yield Place(CHECK, layout.box(page, sheet.box), "center")
    for index, cells in enumerate(sheet.rows):
        for column, text in zip(COLUMNS, cells, strict=True):
            yield Place(text, layout.cell(page, index, column), _align(column))
    for column, text in zip(TOTALS, sheet.totals, strict=True):
        yield Place(text, layout.total(page, column), "right")


def fill(blank: PdfReader, layout: Layout, pages: Sequence[Sheet], owner: Owner) -> bytes:
    """The finished file; raises InvalidInputError when there is nothing to fill in, or too much."""
    if not pages:
        raise InvalidInputError(f"There is no row for Form 8949 of {layout.year}.")
    if len(pages) > MOST_SHEETS:
        raise InvalidInputError(
            f"The rows fill {len(pages)} pages, more than {MOST_SHEETS}; attach the statement instead."
        )
    drawn = PdfReader(io.BytesIO(_drawn(pages, layout, owner)))
    writer = PdfWriter()
    for sheet, ink in zip(pages, drawn.pages, strict=True):
        page = writer.add_page(ink)  # copies of the blank would share what is drawn on one of them
        page.merge_page(blank.pages[PARTS[sheet.part] - 1], over=False)
        page.pop(NameObject("/Annots"), None)
    writer.add_metadata({"/Title": f"{layout.title}, filled in", "/Producer": "Performance Tracker"})
    writer.compress_identical_objects(remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(pages: Sequence[Sheet], layout: Layout, owner: Owner) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER, invariant=1)
    for sheet in pages:
        for place in places(sheet, layout, owner):
            if place.text:
                draw_in(canvas, place.text, place.rectangle, place.align)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _align(column: str) -> str:
    return "right" if column in AMOUNTS else "center" if column == "f" else "left"
