"""Statement files become statements: one public module of this package is one file format.

A format says which container it comes in, whether a grid of rows is of its kind, and how to read it. It never
sees the file's bytes: those are taken apart by a process with a memory and a time limit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.errors import InvalidInputError, UnreadableFileError
from services.importers._child import read_in_child
from services.importers._grid import Container, Grid
from services.importers._guard import refuse_at_sight
from services.importers._limits import COMMAND_LINE, UPLOAD, Limits
from services.importers._refusals import why_unknown
from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.statement import Statement

__all__ = [
    "AUTO",
    "COMMAND_LINE",
    "UPLOAD",
    "Container",
    "Format",
    "Grid",
    "Limits",
    "SourceFile",
    "formats",
    "read_statements",
    "register",
]

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: its name, and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which a file is known again."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Format:
    """A file format; `read` may raise UnreadableFileError and never returns an empty success."""

    name: str
    label: str
    container: Container
    matches: Callable[[Grid], bool]
    read: Callable[[Grid], tuple[Statement, ...]]


_registry: Registry[Format] = Registry("services.importers", "format")


def register(item: Format) -> Format:
    """Make a format known; called once by each format's module."""
    return _registry.add(item)


def formats() -> tuple[Format, ...]:
    """Every format, by name."""
    return _registry.all()


def read_statements(
    file: SourceFile,
    format: str = AUTO,  # noqa: A002 - the option's name everywhere
    limits: Limits = UPLOAD,
) -> tuple[Statement, ...]:
    """The statements in *file*, one per account; raises UnreadableFileError in one sentence."""
    chosen = _chosen(format)
    refuse_at_sight(file.content, limits)
    grid = read_in_child(file.content, limits)
    if not grid.rows:
        raise UnreadableFileError("The file holds no rows.")
    reader = chosen or next(
        (item for item in formats() if item.container is grid.container and item.matches(grid)), None
    )
    if reader is None:
        raise UnreadableFileError(why_unknown(grid))
    if reader.container is not grid.container:
        raise UnreadableFileError(
            f"The file is {grid.container.upper()}; the format {reader.name} is {reader.container.upper()}."
        )
    return reader.read(grid)


def _chosen(name: str) -> Format | None:
    if name == AUTO:
        return None
    for item in formats():
        if item.name == name:
            return item
    known = ", ".join(item.name for item in formats())
    raise InvalidInputError(f"No format is named {name[:40]!r}; there are {AUTO}, {known}.")
