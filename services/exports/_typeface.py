"""The typeface of printed files: Noto Sans, whose digits are all equally wide; embedded in what is made."""

from __future__ import annotations

from pathlib import Path

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
    return float(pdfmetrics.stringWidth(text, font, size))
