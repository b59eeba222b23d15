"""Long tables as pages, drawn line by line on ReportLab's canvas: every row costs the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from services.exports._cells import printable
from services.exports._page import printed_rows
from services.exports._pdf_cover import Cover
from services.exports._pdf_pages import PAGE, ROOM, Pages
from services.exports._typeface import REGULAR, register
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.exports._document import Document, Table
    from services.exports._pdf_foot import Foot
    from services.exports._reading import Reading

rl_config.useA85 = 0  # bytes as they are; as printable text they are larger and take a third of the time


class Ledger:
    """Tables one after the other, each from a new page; with what the file covers on the first."""

    def __init__(
        self, document: Document, tables: Sequence[Table], reading: Reading, *, with_cover: bool
    ) -> None:
        """Reads every row."""
        register()
        self._document = document
        cover = Cover(document, ROOM) if with_cover else None
        zone = document.zone
        self._tables = [
            Pages(table, zone, list(printed_rows(table, reading, zone)), None if number else cover)
            for number, table in enumerate(tables)
        ]

    @property
    def pages(self) -> int:
        """How many there will be."""
        return sum(table.count for table in self._tables)

    def drawn(self, foot: Foot, first: int) -> bytes:
        """The PDF; its first page has the number *first*."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=PAGE, initialFontName=REGULAR, pageCompression=1)
        canvas.setTitle(printable(self._document.title))
        canvas.setSubject(printable(self._document.subtitle))
        canvas.setAuthor("")
        canvas.setCreator("Performance Tracker")
        canvas.setProducer(f"Performance Tracker {VERSION}")
        for table in self._tables:
            table.draw(canvas, foot, first)
            first += table.count
        canvas.save()
        return out.getvalue()
