"""The typeface of printed files: Noto Sans, whose digits are all equally wide; embedded in what is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent / "_fonts"
REGULAR, BOLD = "Noto Sans", "Noto Sans Bold"
FILES = {REGULAR: FOLDER / "NotoSans-Regular.ttf", BOLD: FOLDER / "NotoSans-SemiBold.ttf"}


def register() -> None:
    """Make the typeface known to ReportLab; again is fine."""
    if REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    for name, path in FILES.items():
        pdfmetrics.registerFont(TTFont(name, path))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


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


@cache
def _advances(font: str) -> _Advances:
    return _Advances(pdfmetrics.getFont(font).face)
