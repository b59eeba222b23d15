"""File formats by name, and the file they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.exports._table import Table

    Write = Callable[[Table], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: name (also the suffix), label, content type, and how a table is written."""

    name: str
    label: str
    content_type: str
    write: Write


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A finished file."""

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
