"""The last lines of every printed page: what it belongs to, how many rows there are and their hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor

from services.exports._cells import upright
from services.exports._palette import palette
from services.exports._pdf_grid import cut
from services.exports._print import printed_fact
from services.exports._typeface import REGULAR

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from services.exports._document import Document
    from services.exports._reading import Reading

MARGIN, HEIGHT, SIZE = 28.0, 16.0, 6.5
NUMBER = 60.0  # room for the page's number
FACTS = ("accounts", "account", "period", "zone", "generated_at")


class Foot:
    """Draws them once everything is read, on any of so many pages."""

    def __init__(self, document: Document, reading: Reading, pages: int) -> None:
        known = {fact.name: printed_fact(fact, document.zone) for fact in document.about}
        self._line = upright(" · ".join([document.title, *(known[n] for n in FACTS if n in known)]))
        self._digest = f"{reading.rows:,} rows, SHA-256 of the rows {reading.sha256}"
        self._pages = pages

    def draw(self, canvas: Canvas, number: int, width: float) -> None:
        """On the page with this number."""
        right, upper = width - MARGIN, HEIGHT + SIZE + 2
        canvas.setFont(REGULAR, SIZE)
        canvas.setFillColor(HexColor(palette()["muted"]))
        canvas.drawString(MARGIN, upper, cut(self._line, REGULAR, SIZE, right - MARGIN - NUMBER))
        canvas.drawString(MARGIN, HEIGHT, self._digest)
        canvas.drawRightString(right, upper, f"Page {number} of {self._pages}")
