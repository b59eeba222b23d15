"""PDF: designed pages, long tables on pages of their own, and a line on every page that says what it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from services.exports._cells import printable
from services.exports._document import Readers
from services.exports._palette import palette
from services.exports._pdf_designed import designed_pages
from services.exports._pdf_ledger import ledger_pages
from services.exports._print import printed_fact
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._typeface import REGULAR, register, width
from services.version import VERSION

if TYPE_CHECKING:
    from services.exports._document import Document, Table

MOST_DESIGNED = 60  # rows of a table that stays among the designed pages
MARGIN, FOOT, SIZE = 28.0, 16.0, 6.5
FACTS = ("accounts", "account", "period", "zone", "generated_at")


@file_format("pdf", "PDF", "application/pdf")
def write_pdf(document: Document, out: BinaryIO) -> None:
    """The pages; raises FileNotMadeError when they cannot be drawn."""
    reading, parts, document = Reading(), [], document.read_by(Readers.PEOPLE)
    long = [table for table in document.tables if document.is_ledger or _is_long(table)]
    if not document.is_ledger:
        parts.append(designed_pages(document, reading, _is_long))
    if long:
        parts.append(ledger_pages(document, long, reading, with_cover=document.is_ledger))
    _joined(document, parts, reading).write(out)


def _is_long(table: Table) -> bool:
    return table.is_long or table.size is None or table.size > MOST_DESIGNED


def _joined(document: Document, parts: list[bytes], reading: Reading) -> PdfWriter:
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    feet = PdfReader(io.BytesIO(_feet(document, writer, reading)))
    for page, foot in zip(writer.pages, feet.pages, strict=True):
        page.merge_page(foot)
    for page in writer.pages:
        page.compress_content_streams()
    names = {
        "/Title": document.title,
        "/Subject": document.subtitle,
        "/Producer": f"Performance Tracker {VERSION}",
    }
    writer.add_metadata({name: printable(text) for name, text in names.items()})
    return writer


def _feet(document: Document, writer: PdfWriter, reading: Reading) -> bytes:
    """As many pages with nothing but their last lines."""
    register()
    stream = io.BytesIO()
    canvas = Canvas(stream, initialFontName=REGULAR)
    known = {fact.name: printed_fact(fact, document.zone) for fact in document.about}
    line = " · ".join([document.title, *(known[name] for name in FACTS if name in known)])
    digest = f"{reading.rows:,} rows, SHA-256 of the rows {reading.sha256}"
    for number, page in enumerate(writer.pages, start=1):
        right = float(page.mediabox.width) - MARGIN
        canvas.setPageSize((float(page.mediabox.width), float(page.mediabox.height)))
        canvas.setFont(REGULAR, SIZE)
        canvas.setFillColor(HexColor(palette()["muted"]))
        canvas.drawString(MARGIN, FOOT + SIZE + 2, printable(_within(line, right - MARGIN - 60)))
        canvas.drawString(MARGIN, FOOT, digest)
        canvas.drawRightString(right, FOOT + SIZE + 2, f"Page {number} of {len(writer.pages)}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _within(text: str, room: float) -> str:
    while text and width(text, REGULAR, SIZE) > room:
        text = text[:-2] + "…"
    return text
