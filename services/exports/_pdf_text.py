"""Texts as operators of a PDF page, worked out once for each character; ReportLab does it for each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    Placed = tuple[float, float, str]

_ELSEWHERE = "\uffff"  # a character that is in a further part of the font
_PRINTABLE = range(32, 127)


class PdfText:
    """Writes with one font of one size onto the pages of a canvas."""

    def __init__(self, canvas: Canvas, font: str, size: float) -> None:
        self._canvas, self._size = canvas, size
        self._document = canvas._doc  # noqa: SLF001 - the parts of a font belong to it, and have no other door
        self._font = pdfmetrics.getFont(font)
        self._codes = _Codes(self)

    def write(self, cells: Iterable[Placed], color: Color) -> None:
        """Texts at their places, x and y in points."""
        first = f"{self._part(0)} {self._size:g} Tf"
        shown = [f"1 0 0 1 {x:.2f} {y:.2f} Tm {self._shown(text)}" for x, y, text in cells]
        red, green, blue = color.rgb()
        if shown:
            body = "\n".join(shown)
            self._canvas.addLiteral(f"q BT {red:.3f} {green:.3f} {blue:.3f} rg {first}\n{body}\nET Q")

    def code(self, letter: str) -> str:
        """How a character is written in the first part of the font."""
        ((part, code),) = self._font.splitString(letter, self._document)
        return _ELSEWHERE if part else _escaped(code)

    def _shown(self, text: str) -> str:
        written = text.translate(self._codes)
        if _ELSEWHERE not in written:
            return f"({written}) Tj"
        parts = self._font.splitString(text, self._document)
        shown = [f"{self._part(part)} {self._size:g} Tf ({_escaped(code)}) Tj" for part, code in parts]
        return f"{' '.join(shown)} {self._part(0)} {self._size:g} Tf"

    def _part(self, number: int) -> str:
        return str(self._font.getSubsetInternalName(number, self._document))


class _Codes(dict[int, str]):
    """Characters as they are written, each asked for once; made for `str.translate`."""

    def __init__(self, owner: PdfText) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, number: int) -> str:
        found = self[number] = self._owner.code(chr(number))
        return found


def _escaped(codes: bytes) -> str:
    return "".join(
        f"\\{chr(code)}" if code in b"()\\" else chr(code) if code in _PRINTABLE else f"\\{code:03o}"
        for code in codes
    )
