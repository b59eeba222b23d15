"""One long table on as many pages as it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape

from services.exports._page import head, printed_totals
from services.exports._palette import palette
from services.exports._pdf_grid import PAD, SAMPLE, Grid, cut, is_left
from services.exports._pdf_text import PdfText
from services.exports._print import VALUELESS
from services.exports._typeface import BOLD, REGULAR, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from services.exports._document import Table
    from services.exports._page import Cells
    from services.exports._pdf_cover import Cover
    from services.exports._pdf_foot import Foot

    Placed = tuple[float, float, str]

PAGE = WIDTH, HEIGHT = landscape(A4)
MARGIN, TOP, FOOT = 28.0, 44.0, 30.0
ROOM, TITLE, SMALL = WIDTH - 2 * MARGIN, 11.0, 7.0
KEPT = 256  # texts of a column


class Pages:
    """Title and column heads on each, *cover* on the first, totals below the last row.

    Columns without a single value are left out, and named on the first page.
    """

    def __init__(self, table: Table, zone: str, rows: list[Cells], cover: Cover | None) -> None:
        totals = None if table.totals is None else printed_totals(table, zone)
        kept = _kept(rows if totals is None else [totals, *rows], len(table.columns))
        heads = [head(column, zone) for column in table.columns]
        left_out = [text for place, text in enumerate(heads) if place not in kept]
        self._title, self._empty, self._cover = table.title, table.empty, cover
        self._remark = f"Without a value in any row, and left out: {', '.join(left_out)}." if left_out else ""
        self._columns = [table.columns[place] for place in kept]
        self._heads = [heads[place] for place in kept]
        self._totals = None if totals is None else [totals[place] for place in kept]
        self._rows = [[row[place] for place in kept] for row in rows] if left_out else rows
        measured = self._rows[:SAMPLE] if self._totals is None else [self._totals, *self._rows[:SAMPLE]]
        self._grid = Grid.of(self._heads, measured, MARGIN, ROOM)
        colors = palette()
        self._ink = {name: HexColor(colors[name]) for name in ("text", "loss", "muted", "line")}
        self._known: list[dict[str, tuple[str, float]]] = [{} for _ in kept]

    @property
    def count(self) -> int:
        """How many pages there are."""
        rest = max(len(self._rows) - self._fitting(is_first=True), 0)
        return 1 - -rest // self._fitting(is_first=False)

    def draw(self, canvas: Canvas, foot: Foot, first: int) -> None:
        """Each of them; *first* is the number of the first."""
        fonts = {name: PdfText(canvas, name, self._grid.size) for name in (REGULAR, BOLD)}
        place = 0
        for number in range(first, first + self.count):
            is_first = number == first
            top, fits = self._top(is_first=is_first), self._fitting(is_first=is_first)
            self._draw_head(canvas, fonts[BOLD], top, is_first=is_first)
            y = self._draw_rows(fonts[REGULAR], self._rows[place : place + fits], top)
            place += fits
            if place >= len(self._rows):
                self._draw_end(canvas, fonts, y)
            foot.draw(canvas, number, WIDTH)
            canvas.showPage()

    def _top(self, *, is_first: bool) -> float:
        """Where the first row of a page is."""
        height = HEIGHT - TOP - 3 * self._grid.leading - 1
        if is_first and self._cover is not None:
            height -= self._cover.height - TITLE
        return float(height - self._grid.leading if is_first and self._remark else height)

    def _fitting(self, *, is_first: bool) -> int:
        """How many rows a page has room for; one line is left for totals."""
        room = self._top(is_first=is_first) - FOOT - self._grid.leading
        return max(int(room / self._grid.leading), 1)

    def _draw_head(self, canvas: Canvas, bold: PdfText, top: float, *, is_first: bool) -> None:
        if is_first and self._cover is not None:
            self._cover.draw(canvas, MARGIN, HEIGHT - TOP + TITLE)
        else:
            canvas.setFillColor(self._ink["text"])
            canvas.setFont(BOLD, TITLE)
            canvas.drawString(MARGIN, HEIGHT - TOP, self._title)
        y = top + self._grid.leading + 1
        if is_first and self._remark:
            canvas.setFillColor(self._ink["muted"])
            canvas.setFont(REGULAR, SMALL)
            remark = cut(self._remark, REGULAR, SMALL, ROOM)
            canvas.drawString(MARGIN, y + 1.5 * self._grid.leading, remark)
        bold.write(self._line_of(self._heads, y), self._ink["text"])
        self._rule(canvas, y - 3)

    def _draw_rows(self, regular: PdfText, rows: Sequence[Cells], y: float) -> float:
        """An operator a cell, one color after the other."""
        placed: dict[str, list[Placed]] = {"text": [], "loss": []}
        for row in rows:
            for place, (text, look) in enumerate(row):
                if text:
                    shown, x = self._known[place].get(text) or self._place(place, text)
                    placed["loss" if look.endswith("loss") else "text"].append((x, y, shown))
            y -= self._grid.leading
        for name, cells in placed.items():
            regular.write(cells, self._ink[name])
        return y

    def _draw_end(self, canvas: Canvas, fonts: dict[str, PdfText], y: float) -> None:
        if not self._rows:
            fonts[REGULAR].write([(MARGIN + PAD, y, self._empty)], self._ink["muted"])
        if self._totals is not None:
            self._rule(canvas, y + self._grid.size + 1)
            fonts[BOLD].write(self._line_of([text for text, _ in self._totals], y), self._ink["text"])

    def _place(self, place: int, text: str) -> tuple[str, float]:
        """A text as it fits into its column, and where it begins; the first ones are kept."""
        found = self._fitted(place, text, REGULAR, 2 * PAD)
        if len(self._known[place]) < KEPT:
            self._known[place][text] = found
        return found

    def _line_of(self, texts: Sequence[str], y: float) -> Iterator[Placed]:
        for place, text in enumerate(texts):
            shown, x = self._fitted(place, text, BOLD, PAD)
            yield x, y, shown

    def _fitted(self, place: int, text: str, font: str, less: float) -> tuple[str, float]:
        grid = self._grid
        shown = cut(text, font, grid.size, grid.widths[place] - less)
        left, right = grid.edges[place] + PAD, grid.edges[place] + grid.widths[place] - PAD
        is_at_left = is_left(self._columns[place])
        return shown, left if is_at_left else right - width(shown, font, grid.size)

    def _rule(self, canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(self._ink["line"])
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, y, WIDTH - MARGIN, y)


def _kept(rows: Sequence[Cells], count: int) -> list[int]:
    """Places of columns that have a value somewhere; all of them where there are no rows."""
    kept = [place for place in range(count) if any(row[place][0] not in VALUELESS for row in rows)]
    return kept if rows else list(range(count))
