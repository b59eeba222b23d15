"""The head of a file that is one long table: its title, and in a box what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor

from services.exports._cells import upright
from services.exports._palette import palette
from services.exports._pdf_grid import cut
from services.exports._print import printed_fact
from services.exports._typeface import BOLD, REGULAR, width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from services.exports._document import Document

TITLE, SUBTITLE, SIZE, LINE, PAD, GAP = 19.0, 10.0, 8.0, 14.0, 8.0, 14.0
ABREAST = 3  # facts beside each other


class Cover:
    """Drawn at the top of the first page, *room* points wide."""

    def __init__(self, document: Document, room: float) -> None:
        zone, self._room = document.zone, room
        self._title, self._subtitle = upright(document.title), upright(document.subtitle)
        self._facts = [
            (fact.label, upright(f"{printed_fact(fact, zone)} {fact.unit}".strip()))
            for fact in document.about
        ]
        self._label = max((width(label, REGULAR, SIZE) for label, _ in self._facts), default=0.0) + GAP

    @property
    def height(self) -> float:
        """How much of the page it takes."""
        return TITLE + bool(self._subtitle) * (SUBTITLE + PAD) + PAD + self._box

    @property
    def _box(self) -> float:
        return -(-len(self._facts) // ABREAST) * LINE + PAD

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """With its upper edge at *top*."""
        colors = {name: HexColor(palette()[name]) for name in ("text", "muted", "bg")}
        y = top - TITLE
        canvas.setFillColor(colors["text"])
        canvas.setFont(BOLD, TITLE)
        canvas.drawString(left, y, self._title)
        canvas.setFillColor(colors["muted"])
        if self._subtitle:
            y -= SUBTITLE + PAD
            canvas.setFont(REGULAR, SUBTITLE)
            canvas.drawString(left, y, cut(self._subtitle, REGULAR, SUBTITLE, self._room))
        y -= PAD
        canvas.setFillColor(colors["bg"])
        canvas.rect(left, y - self._box, self._room, self._box, stroke=0, fill=1)
        canvas.setFont(REGULAR, SIZE)
        share = self._room / ABREAST
        for number, (label, text) in enumerate(self._facts):
            x, line = left + number % ABREAST * share + PAD, y - (number // ABREAST + 1) * LINE
            canvas.setFillColor(colors["muted"])
            canvas.drawString(x, line, label)
            canvas.setFillColor(colors["text"])
            canvas.drawString(x + self._label, line, cut(text, REGULAR, SIZE, share - self._label - PAD))
