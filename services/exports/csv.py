"""CSV: RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read it, numbers with a point."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from services.exports._cells import cell_text, harmless, remark
from services.exports._chart import Chart
from services.exports._document import Facts, Readers, Table
from services.exports._kind import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._streams import TextRows
from services.exports._tables import chart_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.exports._document import Column, Document, Fact, Part, Text

    Lines = Iterator[Sequence[str]]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BLOCK = 2_000  # lines


@file_format("csv", "CSV", "text/csv; charset=utf-8")
def write_csv(document: Document, out: BinaryIO) -> None:
    """A ledger is one header line and its rows; else each part is a section: title, header, lines, a gap."""
    out.write(BYTE_ORDER_MARK)
    reading, document = Reading(), document.read_by(Readers.MACHINES)
    ledgers = [one for one in document.tables if document.is_ledger or one.name == document.csv_table]
    out.writelines(f"# {remark(text)}\r\n".encode() for text in document.caveats)
    if ledgers:
        for table in ledgers:
            _write_table(table, reading, out)
        return
    _write(out, [[harmless(document.title)], *_facts(document.about), []])
    for part in document.parts:
        _write(out, [[harmless(part.title)]])
        begun = reading.rows
        write_part(part, reading, out)
        if isinstance(part, Table) and reading.rows == begun:
            _write(out, [[harmless(part.empty)]])
        _write(out, [[]])


def write_part(part: Part, reading: Reading, out: BinaryIO) -> None:
    """The lines of a part, without its title."""
    if isinstance(part, Table):
        _write_table(part, reading, out)
    else:
        _write(out, _lines(part, reading))


def write_facts(facts: Sequence[Fact], out: BinaryIO) -> None:
    """Named values, one a line: what they are called, the value, its unit, a note."""
    _write(out, _facts(facts))


def _write_table(table: Table, reading: Reading, out: BinaryIO) -> None:
    _write(out, [[harmless(column.name) for column in table.columns]])
    if isinstance(table.rows, TextRows):
        out.writelines(reading.csv_blocks(table, table.rows))
    else:
        _write(out, _rows(table, reading))
    if table.totals is not None:
        _write(out, [_safe(table.columns, [cell_text(*pair) for pair in _pairs(table)])])


def _pairs(table: Table) -> Iterator[tuple[Column, object]]:
    return zip(table.columns, table.totals or (), strict=True)


def _lines(part: Facts | Text | Chart, reading: Reading) -> Lines:
    if isinstance(part, Facts):
        return _facts(part.items)
    if isinstance(part, Chart):
        table = chart_table(part)
        return iter([[harmless(column.name) for column in table.columns], *_rows(table, reading)])
    return iter([[harmless(text)] for text in part.paragraphs])


def _facts(items: Sequence[Fact]) -> Lines:
    for fact in items:
        value = cell_text(fact.column, fact.value)
        yield [
            harmless(fact.label),
            harmless(value) if fact.kind is Kind.TEXT else value,
            harmless(fact.unit),
            harmless(fact.note),
        ]


def _rows(table: Table, reading: Reading) -> Lines:
    for row in reading.texts(table):
        yield _safe(table.columns, row)


def _safe(columns: Sequence[Column], row: Sequence[str]) -> list[str]:
    return [
        harmless(text) if column.kind is Kind.TEXT else text
        for column, text in zip(columns, row, strict=True)
    ]


def _write(out: BinaryIO, lines: Iterable[Sequence[str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, line in enumerate(lines, start=1):
        writer.writerow(line)
        if number % BLOCK == 0:
            out.write(stream.getvalue().encode())
            stream.seek(0)
            stream.truncate()
    out.write(stream.getvalue().encode())
