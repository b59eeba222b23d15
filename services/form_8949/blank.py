"""A blank form as its reader supplies it: recognised by its hash, each field where it is known to be."""

from __future__ import annotations

import hashlib
import io
import logging
from typing import TYPE_CHECKING

from pypdf import PdfReader

from services.errors import InvalidInputError
from services.form_8949.layout import layout_of

if TYPE_CHECKING:
    from services.form_8949.layout import Layout, Rectangle

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of each typeface of the form
NEAR = 2.0
"""How far a field may be from where it was measured, in points: rectangles of one column differ by that."""


def open_blank(content: bytes) -> tuple[Layout, PdfReader]:
    """The form in *content* and its layout; raises InvalidInputError for any other file."""
    layout = layout_of(hashlib.sha256(content).hexdigest())
    reader = PdfReader(io.BytesIO(content))
    check_fields(reader, layout)
    return layout, reader


def check_fields(reader: PdfReader, layout: Layout) -> None:
    """Raises InvalidInputError unless both pages have exactly the fields of *layout*, each in its place."""
    if len(reader.pages) != 2:  # noqa: PLR2004 - part I and part II
        raise InvalidInputError(f"The form has {len(reader.pages)} pages; Form 8949 has two.")
    for number in (1, 2):
        found, known = _fields(reader, number), dict(layout.fields(number))
        wrong = [name for name in known if name not in found or not _is_near(found[name], known[name])]
        wrong += [name for name in found if name not in known]
        if wrong:
            raise InvalidInputError(
                f"The form's field {wrong[0]} is not where Form 8949 {layout.year} has it."
            )


def _fields(reader: PdfReader, number: int) -> dict[str, Rectangle]:
    found: dict[str, Rectangle] = {}
    for annotation in reader.pages[number - 1].annotations or ():
        widget = annotation.get_object()
        if widget.get("/Subtype") != "/Widget":
            continue
        left, low, right, high = (float(edge) for edge in widget["/Rect"])
        found[_name(widget)] = (left, low, right, high)
    return found


def _name(widget: object) -> str:
    names: list[str] = []
    node = widget
    while node is not None:
        entry = node.get_object()  # type: ignore[attr-defined]
        if "/T" in entry:
            names.append(str(entry["/T"]))
        node = entry.get("/Parent")
    return ".".join(reversed(names))


def _is_near(found: Rectangle, known: Rectangle) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(found, known, strict=True))
