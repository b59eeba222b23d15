"""JSON: strict, written as it is read; money as text with its decimals, what is undefined is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from services.exports._cells import cell_text, printable
from services.exports._chart import Chart
from services.exports._document import Facts, Readers, Table
from services.exports._json_objects import BARE, JsonObjects
from services.exports._kind import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format
from services.exports._tables import chart_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.exports._document import Document, Fact, Part


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
    begun, is_first = reading.rows, True
    objects = JsonObjects(table.columns)
    for block in reading.blocks(table):
        out.write((b"" if is_first else b",") + objects.of(block))
        is_first = False
    totals = None if table.totals is None else orjson.Fragment(objects.of([[text] for text in _texts(table)]))
    tail = {"totals": totals, "row_count": reading.rows - begun, "note": printable(table.note)}
    out.write(b"]," + orjson.dumps(tail)[1:])


def _texts(table: Table) -> Iterator[str]:
    for column, value in zip(table.columns, table.totals or (), strict=True):
        yield cell_text(column, value)


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
