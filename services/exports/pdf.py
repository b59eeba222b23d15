"""PDF: designed pages, long tables on pages of their own, and a line on every page that says what it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from services.exports._cells import printable
from services.exports._document import Readers
from services.exports._pdf_designed import designed_pages
from services.exports._pdf_foot import Foot
from services.exports._pdf_ledger import Ledger
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._typeface import REGULAR, register
from services.version import VERSION

if TYPE_CHECKING:
    from services.exports._document import Document, Table

MOST_DESIGNED = 60  # rows of a table that stays among the designed pages


@file_format("pdf", "PDF", "application/pdf")
def write_pdf(document: Document, out: BinaryIO) -> None:
    """The pages; raises FileNotMadeError when they cannot be drawn."""
    reading, document = Reading(), document.read_by(Readers.PEOPLE)
    long = [table for table in document.tables if document.is_ledger or _is_long(table)]
    designed = None if document.is_ledger else designed_pages(document, reading, _is_long)
    first = 0 if designed is None else len(PdfReader(io.BytesIO(designed)).pages)
    ledger = Ledger(document, long, reading, with_cover=document.is_ledger)
    foot = Foot(document, reading, first + ledger.pages)
    pages = ledger.drawn(foot, first + 1) if long else b""
    if designed is None:
        out.write(pages)
        return
    _joined(document, designed, pages, foot).write(out)


def _is_long(table: Table) -> bool:
    return table.size is None or table.size > (0 if table.is_long else MOST_DESIGNED)


def _joined(document: Document, designed: bytes, pages: bytes, foot: Foot) -> PdfWriter:
    """The designed pages with their last lines, then the others, which have theirs."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(designed)))
    feet = PdfReader(io.BytesIO(_feet(writer, foot)))
    for page, own in zip(writer.pages, feet.pages, strict=True):
        page.merge_page(own)
    for page in writer.pages:
        page.compress_content_streams()
    if pages:
        writer.append(PdfReader(io.BytesIO(pages)))
    names = {
        "/Title": document.title,
        "/Subject": document.subtitle,
        "/Producer": f"Performance Tracker {VERSION}",
    }
    writer.add_metadata({name: printable(text) for name, text in names.items()})
    return writer


def _feet(writer: PdfWriter, foot: Foot) -> bytes:
    """As many pages with nothing but their last lines."""
    register()
    stream = io.BytesIO()
    canvas = Canvas(stream, initialFontName=REGULAR)
    for number, page in enumerate(writer.pages, start=1):
        box = page.mediabox
        canvas.setPageSize((float(box.width), float(box.height)))
        foot.draw(canvas, number, float(box.width))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
