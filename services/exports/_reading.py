"""Tables on their way into a file: rows in canonical text, counted, hashed, and told to who waits."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from services.exports._cells import cell_text
from services.exports._streams import TextRows
from services.progress import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.exports._document import Table

STEP = 1_000


class Reading:
    """Reads the tables of one document, each once; afterwards it knows how many rows there were."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The hash of all rows read so far: their canonical cells, tab between, a line each."""
        return self._hash.hexdigest()

    def texts(self, table: Table) -> Iterator[Sequence[str]]:
        """The rows of a table as canonical text."""
        begun = self.rows
        for row in _canonical(table):
            self.rows += 1
            self._hash.update("\t".join(row).encode(errors="replace") + b"\n")
            if self.rows % STEP == 0:
                report(self.rows - begun, table.size or 0, table.title)
            yield row

    def csv_blocks(self, table: Table, rows: TextRows) -> Iterator[bytes]:
        """The finished lines of a table, counted but not hashed: no line of theirs is taken apart."""
        begun = self.rows
        for block in rows.csv_blocks():
            self.rows += block.count(b"\r\n")
            report(self.rows - begun, table.size or 0, table.title)
            yield block


def _canonical(table: Table) -> Iterator[Sequence[str]]:
    if isinstance(table.rows, TextRows):
        yield from table.rows
        return
    columns = table.columns
    for row in table.rows:
        yield [cell_text(column, value) for column, value in zip(columns, row, strict=True)]
