"""A finished form read back: every text by the rectangle it stands in, against what should stand there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader

from services.errors import FileNotMadeError
from services.form_8949.filling import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject

    from services.form_8949.filling import Owner
    from services.form_8949.layout import Layout, Rectangle
    from services.form_8949.sheets import Sheet

Run = tuple[float, float, str]


def check(content: bytes, layout: Layout, pages: Sequence[Sheet], owner: Owner) -> None:
    """Raises FileNotMadeError unless each page has every text in its rectangle, one check, and no more."""
    reader = PdfReader(io.BytesIO(content))
    if len(reader.pages) != len(pages):
        raise FileNotMadeError(f"The form has {len(reader.pages)} pages instead of {len(pages)}.")
    for number, (sheet, page) in enumerate(zip(pages, reader.pages, strict=True), start=1):
        wrong = next(_differences(sheet, page, layout, owner), None)
        if wrong:
            raise FileNotMadeError(f"Page {number} of the form {wrong}.")


def _differences(sheet: Sheet, page: PageObject, layout: Layout, owner: Owner) -> Iterator[str]:
    runs = list(_runs(page))
    expected = {place.rectangle: place.text for place in places(sheet, layout, owner)}
    number = 1 if sheet.part == "I" else 2
    for name, rectangle in layout.fields(number):
        wanted, found = expected.get(rectangle, ""), _text_in(rectangle, runs)
        if "".join(found.split()) != "".join(wanted.split()):
            yield f"says {found!r} instead of {wanted!r} in {name.rpartition('.')[2]}"


def _runs(page: PageObject) -> Iterator[Run]:
    """Texts of a page with the point each begins at."""
    found: list[Run] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            found.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5], text))

    page.extract_text(visitor_text=visit)
    yield from found


def _text_in(rectangle: Rectangle, runs: Sequence[Run]) -> str:
    left, low, right, high = rectangle
    inside = [run for run in runs if left <= run[0] < right and low <= run[1] < high]
    return " ".join(text.strip() for _, _, text in sorted(inside, key=lambda run: (-run[1], run[0])))
