"""What is refused at first sight, before a process takes the file apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._limits import MEBIBYTE

if TYPE_CHECKING:
    from services.importers._limits import Limits

_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READABLE = "save the report as HTML or XLSX, or executions as CSV"


def refuse_at_sight(content: bytes, limits: Limits) -> None:
    """Raise UnreadableFileError for a file that is empty, too large or plainly something else."""
    if not content:
        raise UnreadableFileError("The file is empty (0 bytes).")
    if len(content) > limits.size:
        size = f"{len(content) / MEBIBYTE:.1f} MiB"
        raise UnreadableFileError(
            f"The file is too large: {size}, and {limits.size / MEBIBYTE:g} MiB is the limit."
        )
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFileError(
            "The file is protected by a password or an old XLS workbook; save it as XLSX without a password."
        )
    for mark, what in _OTHERS:
        if content.startswith(mark):
            raise UnreadableFileError(f"The file is {what}, not a statement; {_READABLE}.")
