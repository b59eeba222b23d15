"""Look-alikes of blank forms: pages with the fields of a layout, and next to nothing printed on them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from services.form_8949.layout import Layout, Rectangle


def make_blank(layout: Layout, *, shifted: str = "", missing: str = "") -> tuple[bytes, Layout]:
    """A blank, and the layout that knows its hash; one field may be out of place or not there."""
    writer = PdfWriter()
    for number in (1, 2):
        page = writer.add_blank_page(612, 792)
        print_on(writer, number)
        widgets = ArrayObject(
            writer._add_object(_widget(name, _moved(place) if name == shifted else place))
            for name, place in layout.fields(number)
            if name != missing
        )
        page[NameObject("/Annots")] = widgets
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("x"), NameObject("/Fields"): ArrayObject()})
    writer._root_object[NameObject("/AcroForm")] = form
    out = io.BytesIO()
    writer.write(out)
    content = out.getvalue()
    return content, replace(layout, sha256=hashlib.sha256(content).hexdigest())


def print_on(writer: PdfWriter, number: int) -> None:
    """What stands on the page anyway: several streams on the first and one on the second, as in real ones."""
    streams = []
    for word in ("q", "Q") if number == 1 else ("q 0 0 10 10 re f Q",):
        stream = StreamObject()
        stream.set_data(word.encode())
        streams.append(writer._add_object(stream))
    page = writer.pages[number - 1]
    page[NameObject("/Contents")] = ArrayObject(streams) if number == 1 else streams[0]


def _moved(place: Rectangle) -> Rectangle:
    left, low, right, high = place
    return left, low - 9, right, high - 9


def _widget(name: str, place: Rectangle) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(FloatObject(edge) for edge in place),
        }
    )
