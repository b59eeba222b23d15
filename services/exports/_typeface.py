"""The typeface of printed files: Noto Sans, whose digits are all equally wide; embedded in what is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from collections.abc import Container

FOLDER = Path(__file__).resolve().parent / "_fonts"
REGULAR, BOLD = "Noto Sans", "Noto Sans Bold"
_UNKNOWN, _FIRST_DRAWN = 0xFFFD, 32  # what breaks lines is no character to draw
FILES = {REGULAR: FOLDER / "NotoSans-Regular.ttf", BOLD: FOLDER / "NotoSans-SemiBold.ttf"}


def register() -> None:
    """Make the typeface known to ReportLab; again is fine."""
    if REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    for name, path in FILES.items():
        pdfmetrics.registerFont(TTFont(name, path))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def drawable(text: str) -> str:
    """*text*, with a question mark for each character that the typeface has not, instead of nothing."""
    return text if text.isascii() else text.translate(_drawn())


def width(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    return sum(map(_advances(font).__getitem__, text)) * size / 1000


class _Advances(dict[str, float]):
    """How far each character of a font moves on, looked up once."""

    def __init__(self, face: Any) -> None:  # noqa: ANN401 - ReportLab has no types
        super().__init__()
        self._face = face

    def __missing__(self, letter: str) -> float:
        found = self[letter] = float(self._face.getCharWidth(ord(letter)))
        return found


class _Drawn(dict[int, int]):
    """Characters as they can be drawn, each looked up once; made for `str.translate`."""

    def __init__(self, known: Container[int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, number: int) -> int:
        is_drawn = number in self._known or number < _FIRST_DRAWN
        found = self[number] = number if is_drawn else _UNKNOWN
        return found


@cache
def _drawn() -> _Drawn:
    register()
    return _Drawn(pdfmetrics.getFont(REGULAR).face.charToGlyph)


@cache
def _advances(font: str) -> _Advances:
    return _Advances(pdfmetrics.getFont(font).face)
