"""Long tables as pages, drawn line by line on ReportLab's canvas: every row costs the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from services.exports._page import head, printed_rows, printed_totals
from services.exports._palette import palette
from services.exports._pdf_grid import PAD, SAMPLE, Grid, cut, is_left
from services.exports._print import printed_fact
from services.exports._typeface import BOLD, REGULAR, register, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.exports._document import Document, Table
    from services.exports._page import Cells
    from services.exports._reading import Reading

WIDTH, HEIGHT = landscape(A4)
MARGIN, TOP, FOOT = 28.0, 44.0, 30.0
COVER_LINE, COVER = 11.0, 8.0


def ledger_pages(document: Document, tables: Sequence[Table], reading: Reading, *, with_cover: bool) -> bytes:
    """The PDF of tables one after the other, each from a new page; with what the file covers on the first."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), initialFontName=REGULAR)
    canvas.setTitle(document.title)
    for number, table in enumerate(tables):
        rows = list(printed_rows(table, reading, document.zone))
        lines = _cover(document) if with_cover and not number else []
        _Pages(canvas, table, document.zone, rows).draw(lines)
    canvas.save()
    return out.getvalue()


def _cover(document: Document) -> list[str]:
    zone = document.zone
    facts = [f"{fact.label}: {printed_fact(fact, zone)} {fact.unit}".strip() for fact in document.about]
    return [text for text in (document.subtitle, *facts) if text]


class _Pages:
    """One table on as many pages as it needs."""

    def __init__(self, canvas: Canvas, table: Table, zone: str, rows: list[Cells]) -> None:
        self._canvas, self._table, self._rows = canvas, table, rows
        self._heads = [head(column, zone) for column in table.columns]
        self._totals = None if table.totals is None else printed_totals(table, zone)
        measured = rows if self._totals is None else [self._totals, *rows[:SAMPLE]]
        self._grid = Grid.of(self._heads, measured, MARGIN, WIDTH - 2 * MARGIN)
        colors = palette()
        self._ink = {"": HexColor(colors["text"]), "loss": HexColor(colors["loss"])}
        self._muted, self._rule = HexColor(colors["muted"]), HexColor(colors["line"])

    def draw(self, cover: Sequence[str]) -> None:
        """All of it, with *cover* above the first rows."""
        y, place = self._begin(cover), 0
        last = len(self._rows)
        while True:
            fits = max(int((y - FOOT - self._grid.leading) / self._grid.leading), 1)
            y = self._draw_rows(self._rows[place : place + fits], y)
            place += fits
            if place >= last:
                break
            self._canvas.showPage()
            y = self._begin(())
        if self._totals is not None:
            self._draw_totals(self._totals, y)
        if not self._rows:
            self._write(MARGIN + PAD, y, self._table.empty, REGULAR, self._muted)
        self._canvas.showPage()

    def _begin(self, cover: Sequence[str]) -> float:
        """Title, cover and column heads of a page; where its rows begin."""
        canvas, y = self._canvas, HEIGHT - TOP
        canvas.setFillColor(self._ink[""])
        canvas.setFont(BOLD, 11)
        canvas.drawString(MARGIN, y, self._table.title)
        canvas.setFont(REGULAR, COVER)
        canvas.setFillColor(self._muted)
        for text in cover:
            y -= COVER_LINE
            canvas.drawString(MARGIN, y, cut(text, REGULAR, COVER, WIDTH - 2 * MARGIN))
        y -= 2 * self._grid.leading
        for place, text in enumerate(self._heads):
            self._cell(place, y, text, BOLD)
        self._line(y - 3)
        return float(y - self._grid.leading - 1)

    def _draw_rows(self, rows: Sequence[Cells], y: float) -> float:
        """One text object a color and page: an operator a cell, nothing else."""
        begun = y
        for look in ("", "loss"):
            text = self._canvas.beginText()
            text.setFont(REGULAR, self._grid.size)
            text.setFillColor(self._ink[look])
            y = begun
            for row in rows:
                for place, (value, cell_look) in enumerate(row):
                    if value and cell_look.endswith("loss") == bool(look):
                        shown, x = self._placed(place, value)
                        text.setTextOrigin(x, y)
                        text.textOut(shown)
                y -= self._grid.leading
            self._canvas.drawText(text)
        return y

    def _draw_totals(self, totals: Cells, y: float) -> None:
        self._line(y + self._grid.size + 1)
        self._canvas.setFillColor(self._ink[""])
        for place, (value, _) in enumerate(totals):
            self._cell(place, y, value, BOLD)

    def _placed(self, place: int, value: str) -> tuple[str, float]:
        grid, size = self._grid, self._grid.size
        room = grid.widths[place] - 2 * PAD
        length = width(value, REGULAR, size)
        if length > room:
            value = cut(value, REGULAR, size, room)
            length = width(value, REGULAR, size)
        left = grid.edges[place] + PAD
        return value, left if is_left(self._table.columns[place]) else left + room - length

    def _cell(self, place: int, y: float, value: str, font: str) -> None:
        shown = cut(value, font, self._grid.size, self._grid.widths[place] - PAD)
        left, right = self._grid.edges[place] + PAD, self._grid.edges[place] + self._grid.widths[place] - PAD
        self._canvas.setFont(font, self._grid.size)
        if is_left(self._table.columns[place]):
            self._canvas.drawString(left, y, shown)
        else:
            self._canvas.drawRightString(right, y, shown)

    def _write(self, x: float, y: float, text: str, font: str, color: HexColor) -> None:
        self._canvas.setFont(font, self._grid.size)
        self._canvas.setFillColor(color)
        self._canvas.drawString(x, y, text)

    def _line(self, y: float) -> None:
        self._canvas.setStrokeColor(self._rule)
        self._canvas.setLineWidth(0.6)
        self._canvas.line(MARGIN, y, WIDTH - MARGIN, y)
