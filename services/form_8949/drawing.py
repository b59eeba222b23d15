"""A text drawn into a rectangle of a page: as large as it fits, on two lines where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports._typeface import REGULAR, register, width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

LARGEST, SMALLEST = 8.0, 4.0
STEP = 0.25
MARGIN = 2.0
LEADING = 1.15
TWO_LINES = 20.0


def draw_in(
    canvas: Canvas, text: str, rectangle: tuple[float, float, float, float], align: str = "left"
) -> None:
    """Draw *text* between left, low, right and high; what does not fit at the smallest size is cut."""
    register()
    left, low, right, high = rectangle
    room = right - left - 2 * MARGIN
    most = 2 if high - low >= TWO_LINES else 1
    lines, size = _fitted(text, room, most)
    canvas.setFont(REGULAR, size)
    rise = (high - low - size * (1 + LEADING * (len(lines) - 1))) / 2 + 0.15 * size
    for index, line in enumerate(reversed(lines)):
        at = low + rise + index * size * LEADING
        if align == "right":
            canvas.drawRightString(right - MARGIN, at, line)
        elif align == "center":
            canvas.drawCentredString((left + right) / 2, at, line)
        else:
            canvas.drawString(left + MARGIN, at, line)


def _fitted(text: str, room: float, most: int) -> tuple[list[str], float]:
    size = LARGEST
    while size > SMALLEST:
        lines = _lines(text, room, size)
        if len(lines) <= most and all(width(line, REGULAR, size) <= room for line in lines):
            return lines, size
        size -= STEP
    return [_cut(line, room) for line in _lines(text, room, SMALLEST)[:most]], SMALLEST


def _lines(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, REGULAR, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, room: float) -> str:
    while line and width(line, REGULAR, SMALLEST) > room:
        line = line[:-1]
    return line
