"""Tables on their way into a file: rows in canonical text, counted, hashed, and told to who waits."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from services.exports._spelling import spelled
from services.progress import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.exports._document import Table
    from services.exports._streams import TextRows

BLOCK = 500  # rows: what is read of them stays near the processor


class Reading:
    """Reads the tables of one document, each once; afterwards it knows how many rows there were."""

    def __init__(self) -> None:
        self.rows = 0
        self.is_hashed = True
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The hash of all rows read so far: their canonical cells, tab between, a line each."""
        return self._hash.hexdigest()

    def blocks(self, table: Table) -> Iterator[Sequence[Sequence[str]]]:
        """The rows of a table in blocks, column by column, as canonical text."""
        begun, rows = self.rows, iter(table.rows)
        while block := list(islice(rows, BLOCK)):
            values = zip(table.columns, zip(*block, strict=True), strict=True)
            texts = [spelled(column, cells) for column, cells in values]
            self.rows += len(block)
            lines = "\n".join(map("\t".join, zip(*texts, strict=True)))
            self._hash.update(lines.encode(errors="replace") + b"\n")
            report(self.rows, begun + (table.size or 0), table.title)
            yield texts

    def texts(self, table: Table) -> Iterator[Sequence[str]]:
        """The same row by row."""
        for block in self.blocks(table):
            yield from zip(*block, strict=True)

    def csv_blocks(self, table: Table, rows: TextRows) -> Iterator[bytes]:
        """The finished lines of a table, counted but not hashed: no line of theirs is taken apart."""
        begun, self.is_hashed = self.rows, False
        for block in rows.csv_blocks():
            self.rows += block.count(b"\r\n")
            report(self.rows, begun + (table.size or 0), table.title)
            yield block
