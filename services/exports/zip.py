"""CSV, one file a part: tables that a program reads without looking for where each begins."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO, cast

from services.exports._document import Fact, Readers
from services.exports._kind import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports.csv import BYTE_ORDER_MARK, write_facts, write_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.exports._document import Document, Part


@file_format("zip", "CSV, zipped", "application/zip")
def write_zip(document: Document, out: BinaryIO) -> None:
    """A CSV for each part under its name, and `about.csv`: what it covers, how many rows, their hash."""
    reading, document = Reading(), document.read_by(Readers.MACHINES)
    with zipfile.ZipFile(out, "w") as target:
        for name, part in _named(document):
            with target.open(_entry(name), "w", force_zip64=True) as entry:
                file = cast("BinaryIO", entry)
                file.write(BYTE_ORDER_MARK)
                write_part(part, reading, file)
        with target.open(_entry("about"), "w") as entry:
            file = cast("BinaryIO", entry)
            file.write(BYTE_ORDER_MARK)
            write_facts(_about(document, reading), file)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a time of its own, so that the same rows are the same bytes."""
    entry = zipfile.ZipInfo(f"{name}.csv")
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _named(document: Document) -> Iterator[tuple[str, Part]]:
    """Each part with a name of its own."""
    taken = {"about"}
    for part in document.parts:
        name, number = part.name, 2
        while name in taken:
            name, number = f"{part.name}_{number}", number + 1
        taken.add(name)
        yield name, part


def _about(document: Document, reading: Reading) -> list[Fact]:
    return [
        Fact("title", "Title", document.title),
        *document.about,
        *(Fact("note", "Note", text) for text in (*document.caveats, *document.footnotes)),
        Fact("rows", "Rows", reading.rows, Kind.INTEGER),
        *([Fact("rows_sha256", "SHA-256 of the rows", reading.sha256)] if reading.is_hashed else []),
    ]
