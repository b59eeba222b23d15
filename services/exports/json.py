"""JSON: strict, written as it is read; money as text with its decimals, what is undefined is null."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from services.exports._cells import cell_text, printable
from services.exports._chart import Chart
from services.exports._document import Facts, Readers, Table
from services.exports._kind import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._tables import chart_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from services.exports._document import Column, Document, Fact, Part

CHUNK = 1_000  # rows
BARE = (Kind.INTEGER, Kind.NUMBER, Kind.FRACTION, Kind.SECONDS)


@file_format("json", "JSON", "application/json")
def write_json(document: Document, out: BinaryIO) -> None:
    """One object: what it covers, its parts in order, at the end how many rows there are and their hash."""
    reading, document = Reading(), document.read_by(Readers.MACHINES)
    head = {
        "name": document.name,
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "about": {fact.name: _value(fact) for fact in document.about},
    }
    out.write(orjson.dumps(head)[:-1] + b',"parts":[')
    for number, part in enumerate(document.parts):
        out.write(b"," * (number > 0))
        _write_part(part, reading, out)
    tail = {
        "footnotes": [printable(text) for text in document.footnotes],
        "rows": reading.rows,
        "rows_sha256": reading.sha256,
    }
    out.write(b"]," + orjson.dumps(tail)[1:] + b"\n")


def _write_part(part: Part, reading: Reading, out: BinaryIO) -> None:
    head: dict[str, Any] = {"part": type(part).__name__.lower(), "name": part.name, "title": part.title}
    if isinstance(part, Facts):
        out.write(orjson.dumps(head | {"items": [_fact(fact) for fact in part.items]}))
    elif isinstance(part, Table):
        _write_table(head, part, reading, out)
    elif isinstance(part, Chart):
        _write_table(head | {"summary": part.summary, "unit": part.unit}, chart_table(part), reading, out)
    else:
        out.write(orjson.dumps(head | {"paragraphs": [printable(text) for text in part.paragraphs]}))


def _write_table(head: dict[str, Any], table: Table, reading: Reading, out: BinaryIO) -> None:
    columns = [{"name": item.name, "label": item.label, "kind": item.kind.value} for item in table.columns]
    out.write(orjson.dumps(head | {"columns": columns})[:-1] + b',"rows":[')
    named, begun = _named(table.columns), reading.rows
    texts = reading.texts(table)
    while chunk := [named(row) for row in islice(texts, CHUNK)]:
        out.write((b"," if reading.rows - begun > len(chunk) else b"") + orjson.dumps(chunk)[1:-1])
    totals = None if table.totals is None else named(list(_texts(table)))
    tail = {"totals": totals, "row_count": reading.rows - begun, "note": printable(table.note)}
    out.write(b"]," + orjson.dumps(tail)[1:])


def _texts(table: Table) -> Iterator[str]:
    for column, value in zip(table.columns, table.totals or (), strict=True):
        yield cell_text(column, value)


def _named(columns: Sequence[Column]) -> Callable[[Sequence[str]], dict[str, Any]]:
    """What makes an object of a row."""
    names = [column.name for column in columns]
    bare = [number for number, column in enumerate(columns) if column.kind in BARE]
    others = [number for number, column in enumerate(columns) if column.kind not in BARE]
    texts = [number for number in others if columns[number].kind is Kind.TEXT]
    empty = [number for number in others if columns[number].kind is not Kind.TEXT]

    def named(row: Sequence[str]) -> dict[str, Any]:
        values: list[Any] = list(row)
        for number in bare:
            values[number] = orjson.Fragment(row[number]) if row[number] else None
        for number in empty:
            values[number] = row[number] or None
        for number in texts:
            values[number] = row[number] if row[number].isascii() else printable(row[number])
        return dict(zip(names, values, strict=True))

    return named


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "label": fact.label,
        "value": _value(fact),
        "unit": fact.unit,
        "note": printable(fact.note),
    }


def _value(fact: Fact) -> object:
    text = cell_text(fact.column, fact.value)
    if fact.kind in BARE:
        return orjson.Fragment(text) if text else None
    return printable(text) if fact.kind is Kind.TEXT else text or None
