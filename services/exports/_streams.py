"""Rows that come as text already, as a database writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@runtime_checkable
class TextRows(Protocol):
    """Rows of canonical text; text cells are as they are, not yet harmless to a spreadsheet."""

    def __iter__(self) -> Iterator[Sequence[str]]:
        """The rows, read once."""

    def csv_blocks(self) -> Iterator[bytes]:
        """The same rows as blocks of finished CSV lines, harmless; reads them instead of iterating."""
