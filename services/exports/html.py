"""HTML: one file that opens offline, with its style and its charts inside and no script at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from services.exports._document import Readers
from services.exports._page import names_for, template
from services.exports._reading import Reading
from services.exports._registry import file_format

if TYPE_CHECKING:
    from services.exports._document import Document


@file_format("html", "HTML", "text/html; charset=utf-8")
def write_html(document: Document, out: BinaryIO) -> None:
    """A page for the screen and for print; rows are written as they are read."""
    meant = document.read_by(Readers.PEOPLE)
    made = template("report.html").stream(names_for(meant, Reading()))
    made.enable_buffering(200)
    out.writelines(piece.encode() for piece in made)
