"""From a backup to a database that was empty, whole or not at all, each hash and total checked on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.durable import DAMAGED, sha256_of, translated, write_durably
from services.errors import DamagedError
from services.storage.catalog import read_tables
from services.storage.dump import read_totals
from services.storage.load import clear, copy_in, filling, in_order, make_months, set_counters

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from services.backup.manifest import State, TableEntry
    from services.backup.objects import Content, ObjectStore
    from services.progress import Progress
    from services.storage.catalog import Table
    from services.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Restoring:
    """Puts a *state* back from *objects*; *engine* is the setting of how the target keeps series."""

    state: State
    objects: ObjectStore
    engine: str
    progress: Progress

    def into(self, database: Database, archives: Path | None) -> None:
        """Fill *database* and put archive files back into *archives*; those are all read before.

        Raises InvalidInputError for a database that is not empty and DamagedError for a backup that is not
        whole; then nothing is kept.
        """
        self._read_files()
        with filling(database, self.state.revision, self.engine) as connection:
            tables = in_order(read_tables(connection))
            self._refuse_missing(tables)
            for table in reversed(tables):
                clear(connection, table)
            for number, table in enumerate(tables):
                self.progress(number, len(tables) + 1, f"restoring {table.name}")
                self._table(connection, table)
            if archives is not None:
                self.progress(len(tables), len(tables) + 1, "restoring archive files")
                self.files(archives)

    def files(self, archives: Path) -> list[str]:
        """Put back archive files that are missing or damaged; which were put back.

        A damaged file stays beside the whole one, under its name and `.damaged`.
        """
        return [name for name, content in self.state.files.items() if self._put(archives / name, content)]

    def _read_files(self) -> None:
        """Read every archive file of the backup; raises DamagedError for one that is not what was written."""
        for content in self.state.files.values():
            for _ in self.objects.read(content):
                pass

    def _table(self, connection: Connection, table: Table) -> None:
        entry = self.state.tables.get(table.name)
        if entry is None:
            return
        make_months(connection, table, () if table.time is None else entry.parts)
        for part in entry.parts.values():
            copy_in(connection, table, entry.columns, self.objects.read(part.content))
        set_counters(connection, table, entry.counters)
        expected = {name: part.totals for name, part in entry.parts.items()}
        if read_totals(connection, _as_kept(table, entry)) != expected:
            raise DamagedError(f"The table {table.name} came back with other rows than the backup says.")

    def _refuse_missing(self, tables: list[Table]) -> None:
        columns = {table.name: set(table.columns) for table in tables}
        for name, entry in self.state.tables.items():
            if not set(entry.columns) <= columns.get(name, set()):
                raise DamagedError(
                    f"The backup has a table {name} that revision {self.state.revision} does not have so."
                )

    def _put(self, path: Path, content: Content) -> bool:
        with translated(path.parent):
            if path.exists():
                if sha256_of(path) == content.sha256:
                    return False
                path.replace(path.with_name(path.name + DAMAGED))
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path.parent, self.objects.read(content), lambda: path.name)
        return True


def _as_kept(table: Table, entry: TableEntry) -> Table:
    """The table with the columns of the backup, so that totals of both are made alike."""
    return type(table)(
        name=table.name,
        relation=table.relation,
        columns=entry.columns,
        numbers=entry.numbers,
        key=entry.key,
        counted=table.counted,
        parents=table.parents,
    )
