"""What a backup says about itself: shape and totals of its tables, and what its parent did not have."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from services.backup.objects import Content
from services.errors import DamagedError
from services.storage.dump import Totals

VERSION = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table, or of one month of it: their totals and the object that holds them."""

    totals: Totals
    content: Content


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table in a backup: which columns, in which order, its parts, and how far its counters were."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbers: tuple[str, ...]
    counters: dict[str, int]
    parts: dict[str, Part]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(part.totals.rows for part in self.parts.values())

    @property
    def sha256(self) -> str:
        """One hash of the contents of all parts, in the order of their names."""
        lines = "".join(f"{name} {self.parts[name].content.sha256}\n" for name in sorted(self.parts))
        return hashlib.sha256(lines.encode()).hexdigest()

    def has_shape_of(self, other: TableEntry) -> bool:
        """Whether rows of both are written alike."""
        return (self.columns, self.key, self.numbers) == (other.columns, other.key, other.numbers)


@dataclass(frozen=True, slots=True)
class State:
    """All that a backup holds: tables by name, and archive files by their path below the archives."""

    revision: str
    tables: dict[str, TableEntry]
    files: dict[str, Content]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables.values())

    @property
    def objects(self) -> dict[str, Content]:
        """Every object that a restore reads, by name."""
        parts = [part.content for table in self.tables.values() for part in table.parts.values()]
        return {content.name: content for content in (*parts, *self.files.values())}


@dataclass(frozen=True, slots=True)
class Manifest:
    """A state as told by one backup: whole, or as what differs from the parent's.

    *tables* hold the changed parts only; *removed* and *files_removed* name what the parent had.
    *sealed* is the hash of the whole state, so that a chain that does not add up is found.
    """

    id: str
    created_at: str
    parent: str | None
    parent_sha256: str | None
    revision: str
    app_version: str
    tables: dict[str, TableEntry]
    removed: dict[str, list[str]]
    files: dict[str, Content]
    files_removed: list[str]
    sealed: str
    version: int = VERSION

    def encode(self) -> bytes:
        """As JSON, the same bytes for the same manifest."""
        return _encode(asdict(self))

    def over(self, parent: State | None) -> State:
        """The state that this manifest tells, given its parent's; raises DamagedError."""
        base = State(self.revision, {}, {}) if parent is None else parent
        tables = {
            name: _merged(entry, base.tables.get(name), self.removed.get(name, []))
            for name, entry in self.tables.items()
        }
        files = {path: found for path, found in base.files.items() if path not in self.files_removed}
        state = State(self.revision, tables, files | self.files)
        if digest(state) != self.sealed:
            raise DamagedError(f"The backup {self.id} and those it builds on do not add up.")
        return state


def changes(state: State, parent: State | None) -> dict[str, Any]:
    """The fields of a manifest that tell *state* over *parent*."""
    before = State(state.revision, {}, {}) if parent is None else parent
    return {
        "tables": {name: _changed(entry, before.tables.get(name)) for name, entry in state.tables.items()},
        "removed": {
            name: gone
            for name, entry in state.tables.items()
            if (gone := _gone(entry, before.tables.get(name)))
        },
        "files": {path: found for path, found in state.files.items() if before.files.get(path) != found},
        "files_removed": sorted(before.files.keys() - state.files.keys()),
        "sealed": digest(state),
    }


def decode(document: bytes) -> Manifest:
    """The manifest that *document* is; raises DamagedError."""
    try:
        found = json.loads(document)
        tables = {name: _table(entry) for name, entry in found.pop("tables").items()}
        files = {path: Content(**content) for path, content in found.pop("files").items()}
        manifest = Manifest(tables=tables, files=files, **found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedError("A manifest of the backups cannot be read.") from error
    if manifest.encode() != document:
        raise DamagedError("A manifest of the backups is not as it was written.")
    return manifest


def digest(state: State) -> str:
    """One hash of all that a backup holds."""
    return hashlib.sha256(_encode(asdict(state))).hexdigest()


def _encode(document: Any) -> bytes:  # noqa: ANN401 - any document
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _table(entry: dict[str, Any]) -> TableEntry:
    parts = {
        name: Part(Totals(**part["totals"]), Content(**part["content"]))
        for name, part in entry["parts"].items()
    }
    return TableEntry(
        columns=tuple(entry["columns"]),
        key=tuple(entry["key"]),
        numbers=tuple(entry["numbers"]),
        counters=entry["counters"],
        parts=parts,
    )


def _merged(entry: TableEntry, before: TableEntry | None, removed: list[str]) -> TableEntry:
    kept = {} if before is None else {name: p for name, p in before.parts.items() if name not in removed}
    return TableEntry(entry.columns, entry.key, entry.numbers, entry.counters, kept | entry.parts)


def _changed(entry: TableEntry, before: TableEntry | None) -> TableEntry:
    known = {} if before is None else before.parts
    parts = {name: part for name, part in entry.parts.items() if known.get(name) != part}
    return TableEntry(entry.columns, entry.key, entry.numbers, entry.counters, parts)


def _gone(entry: TableEntry, before: TableEntry | None) -> list[str]:
    return [] if before is None else sorted(before.parts.keys() - entry.parts.keys())
