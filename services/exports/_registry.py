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
    """A file format: name (also the suffix), label, content type, and how a document is written."""

    name: str
    label: str
    content_type: str
    write: Write


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


def file_format(name: str, label: str, content_type: str) -> Callable[[Write], Write]:
    """Register the decorated writer as a format."""

    def register(write: Write) -> Write:
        _registry.add(Format(name, label, content_type, write))
        return write

    return register


def formats() -> tuple[Format, ...]:
    """Every format, by name."""
    return _registry.all()


def find_format(name: str) -> Format:
    """The format called *name*; raises NotFoundError."""
    return _registry.get(name)


def make_file(document: Document, format_name: str) -> ExportFile:
    """A document as a file in memory; raises NotFoundError for a format."""
    chosen = find_format(format_name)
    out = io.BytesIO()
    chosen.write(document, out)
    return ExportFile(f"{document.name}.{chosen.name}", chosen.content_type, out.getvalue())
