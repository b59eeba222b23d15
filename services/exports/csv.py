"""CSV: RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read it, numbers with a point."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

from services.exports._cells import harmless, plain
from services.exports._registry import file_format
from services.exports._table import Kind

if TYPE_CHECKING:
    from services.exports._table import Column, Table


@file_format("csv", "CSV", "text/csv; charset=utf-8")
def write_csv(table: Table) -> bytes:
    """One header line and the rows; times as ISO 8601 with offset."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_text(column, value) for column, value in zip(table.columns, row, strict=True)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _text(column: Column, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return harmless(str(value)) if column.kind is Kind.TEXT else plain(value)
