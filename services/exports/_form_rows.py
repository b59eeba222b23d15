"""The rows of Form 8949 in a document, for formats that carry nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.exports._document import Document

TABLE = "rows"
VARIOUS = "VARIOUS"
CARRIED = frozenset({"", "W"})


def form_rows(document: Document, where: str) -> Iterator[dict[str, Any]]:
    """Each row by the names of its columns; raises InvalidInputError for what is no form, or no whole one."""
    if document.gap:
        raise InvalidInputError(f"{where} cannot say that the form is not complete: {document.gap}")
    for table in document.tables:
        names = [column.name for column in table.columns]
        if table.name == TABLE and "f_codes" in names:
            yield from (dict(zip(names, row, strict=True)) for row in table.rows)
            return
    raise InvalidInputError(f"{where} carries rows of Form 8949; choose the report tax.")
