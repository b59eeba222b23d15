"""The reading process: bytes in, rows of cell text out, within a memory limit; run as a program."""

from __future__ import annotations

import gc
import json
import re
import sys
from typing import TYPE_CHECKING

from services.confined import bound
from services.errors import UnreadableFileError
from services.importers._csv import read_csv
from services.importers._html import read_html
from services.importers._limits import Limits
from services.importers._text import decode_text
from services.importers._xlsx import read_xlsx

if TYPE_CHECKING:
    from services.importers._grid import Grid

GRID, REFUSAL = b"G", b"R"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c\x1d\ufffd]")
_HTML = re.compile(r"<\s*(!doctype\s+html|html|table|body)\b", re.IGNORECASE)
_BOMB = re.compile(r"<!(doctype\s+(?!html)|entity)", re.IGNORECASE)


def read_grid(content: bytes, limits: Limits) -> Grid:
    """The rows in *content*; raises UnreadableFileError in one sentence."""
    if content.startswith(b"PK"):
        return read_xlsx(content, limits)
    text = decode_text(content)
    head = text[:20_000]
    if _BOMB.search(head):
        raise UnreadableFileError("The file declares an XML document type, which no statement needs.")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise UnreadableFileError(
            "The file is an optimizer's list of passes (SpreadsheetML); save the report of one pass instead."
        )
    if _HTML.search(head):
        return read_html(text, limits)
    if head.lstrip().startswith("<?xml"):
        raise UnreadableFileError("The file is XML of an unknown kind; save the report as HTML or XLSX.")
    if not head.strip() or len(_CONTROL.findall(head)) * 200 > len(head):
        raise UnreadableFileError("The file is neither HTML, XLSX nor CSV.")
    return read_csv(text, limits)


def confine(limits: Limits) -> None:
    """Take from this process what it does not need."""
    bound(memory=limits.memory, seconds=int(limits.seconds) + 5)


def answer(content: bytes, limits: Limits) -> bytes:
    """What goes back through the pipe: a grid, or a refusal in one sentence."""
    try:
        return GRID + read_grid(content, limits).encode()
    except UnreadableFileError as error:
        return REFUSAL + str(error).encode()
    except MemoryError:
        return REFUSAL + b"The file needs more memory to read than a statement may take."


def main() -> None:
    """Read one job from the standard input, write its answer to the standard output."""
    line = sys.stdin.buffer.readline()
    if not line:
        return
    limits = Limits(**json.loads(line))
    confine(limits)
    gc.disable()  # one job, then the process ends
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), limits))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
