"""File formats by name, and the files they make."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.exports._document import Document

    Write = Callable[[Document, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: name, label, content type, how a document is written, and the suffix of its files.

    `report` is the one report that it can write, empty where it writes any.
    """

    name: str
    label: str
    content_type: str
    write: Write
    suffix: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A finished file in memory."""

    filename: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return hashlib.sha256(self.content).hexdigest()


_registry: Registry[Format] = Registry("services.exports", "file format")


def file_format(
    name: str, label: str, content_type: str, *, suffix: str = "", report: str = ""
) -> Callable[[Write], Write]:
    """Register the decorated writer as a format, for one *report* where only that fits."""

    def register(write: Write) -> Write:
        _registry.add(Format(name, label, content_type, write, suffix or name, report))
        return write

    return register


def formats(report: str = "") -> tuple[Format, ...]:
    """The formats that write any report, and those made for *report*, by name."""
    return tuple(one for one in _registry.all() if one.report in ("", report))


def find_format(name: str) -> Format:
    """The format called *name*; raises InvalidInputError."""
    return _registry.choose(name)


def make_file(document: Document, format_name: str) -> ExportFile:
    """A document as a file in memory; raises InvalidInputError for a format."""
    chosen = find_format(format_name)
    out = io.BytesIO()
    chosen.write(document, out)
    return ExportFile(f"{document.name}.{chosen.suffix}", chosen.content_type, out.getvalue())
