"""From one instant of a database to the state that a backup keeps: what the parent has is not read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.backup.manifest import Part, State, TableEntry
from services.durable import DAMAGED, PARTIAL, sha256_of
from services.errors import UnavailableError
from services.storage.catalog import read_tables
from services.storage.dump import copy_out, listed_archives, read_counters, read_totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from services.backup.objects import Content, ObjectStore
    from services.progress import Progress
    from services.storage.catalog import Table
    from services.storage.dump import Totals


BLOCK = 1024 * 1024
NAME_DIGITS = 16  # of an archive file's hash that its name begins with


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes a state into *objects*, referring to what *parent* has already and still is whole.

    *earlier* are the archive files of the newest good backup, for those that are damaged or lost.
    """

    objects: ObjectStore
    parent: State | None
    earlier: dict[str, Content]
    progress: Progress
    warnings: list[str] = field(default_factory=list)

    def state(self, connection: Connection, revision: str, archives: Path) -> State:
        """All tables of the connection's instant and all archive files; raises ServiceError."""
        tables = read_tables(connection)
        found = {}
        for number, table in enumerate(tables):
            self.progress(number, len(tables) + 1, f"copying {table.name}")
            found[table.name] = self._table(connection, table)
        self.progress(len(tables), len(tables) + 1, "copying archive files")
        return State(revision, found, self._files(archives, listed_archives(connection)))

    def _table(self, connection: Connection, table: Table) -> TableEntry:
        counters = read_counters(connection, table)
        entry = TableEntry(table.columns, table.key, table.numbers, counters, {})
        before = None if self.parent is None else self.parent.tables.get(table.name)
        known = before.parts if before is not None and before.has_shape_of(entry) else {}
        for name, totals in read_totals(connection, table).items():
            entry.parts[name] = self._part(connection, table, name, totals, known.get(name))
        return entry

    def _part(
        self, connection: Connection, table: Table, name: str, totals: Totals, before: Part | None
    ) -> Part:
        if before is not None and before.totals == totals and self.objects.is_whole(before.content):
            return before
        return Part(totals, self.objects.put(copy_out(connection, table, name)))

    def _files(self, archives: Path, listed: set[str]) -> dict[str, Content]:
        """What is in the folder, and what the table lists that the folder has lost."""
        paths = {
            path.relative_to(archives).as_posix(): path for path in archives.rglob("*") if _is_kept(path)
        }
        found = {name: self._file(path, name) for name, path in sorted(paths.items())}
        for name in sorted(listed - paths.keys()):
            found[name] = self._earlier(name, "missing")
        return {name: content for name, content in found.items() if content is not None}

    def _file(self, path: Path, name: str) -> Content | None:
        """An archive file's content; that of the parent where the file is no longer what its name says."""
        before = None if self.parent is None else self.parent.files.get(name)
        try:
            digest = sha256_of(path)
            if digest.startswith(path.stem[:NAME_DIGITS]):
                if before is not None and before.sha256 == digest and self.objects.is_whole(before):
                    return before
                return self.objects.put(_blocks(path))
        except FileNotFoundError as error:
            raise UnavailableError(
                f"The archive file {name} was removed meanwhile; back up again."
            ) from error
        return self._earlier(name, "damaged")

    def _earlier(self, name: str, what: str) -> Content | None:
        before = self.earlier.get(name)
        kept = "there is no earlier copy" if before is None else "the copy of the backup before is kept"
        self.warnings.append(f"The archive file {name} is {what}; {kept}.")
        return before


def _is_kept(path: Path) -> bool:
    return path.is_file() and not path.name.endswith((PARTIAL, DAMAGED))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
