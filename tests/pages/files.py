"""What the buttons of a page make: the addresses they carry, and the tables that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.context import services
from dashboard.file_callbacks import asked
from services.exports import Readers
from tests.components.reading import parts

if TYPE_CHECKING:
    from services.exports import Document, Table


def buttons(shown: object) -> dict[str, Any]:
    """What makes a file, by the name that a screen reader says."""
    found = [part for part in parts(shown) if getattr(part, "data-file", None) is not None]
    return {getattr(part, "aria-label", None) or str(part.children): part for part in found}


def document_of(address: str) -> Document:
    """The document that an address describes."""
    chosen, request = asked(address)
    return services().reporting.document(chosen.report, request)


def table_of(address: str) -> Table:
    """The one table that an address describes."""
    (table,) = document_of(address).read_by(Readers.MACHINES).tables
    return table


def rows_of(address: str) -> list[dict[str, Any]]:
    """The rows of that table, each cell under its column's name."""
    table = table_of(address)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]
