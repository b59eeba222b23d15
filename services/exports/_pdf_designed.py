"""Designed pages: a document's template drawn by a confined process."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import structlog

from services.confined import end, start
from services.errors import FileNotMadeError
from services.exports._page import names_for, template
from services.exports._typeface import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.exports._document import Document, Table
    from services.exports._page import Cells
    from services.exports._reading import Reading

WORKER = "services.exports._pdf_child"
SECONDS = 90
WRAPPED, LONGEST, PADDING = 0.6, 40, 2  # of its longest text, characters
_log = structlog.get_logger(__name__)


def designed_pages(document: Document, reading: Reading, is_elsewhere: Callable[[Table], bool]) -> bytes:
    """The PDF of everything but the tables that are elsewhere; raises FileNotMadeError."""
    names = names_for(document, reading)
    own = {
        "fonts": FOLDER.as_posix(),
        "svg_address": lambda chart: _address(names["svg"](chart)),
        "is_elsewhere": is_elsewhere,
        "elsewhere": _elsewhere,
        "shares": lambda table, rows: zip(table.columns, column_shares(table, rows), strict=True),
    }
    return _drawn(template("page.html").render(names | own))


def _drawn(markup: str) -> bytes:
    process = start(WORKER)
    try:
        output, complaint = process.communicate(markup.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise FileNotMadeError(
            f"The PDF took longer than {SECONDS:g} seconds to draw; choose HTML."
        ) from None
    finally:
        end(process)
    if not output.startswith(b"%PDF"):
        _log.error(
            "pages_not_drawn", code=process.returncode, reason=complaint.decode(errors="replace")[-2_000:]
        )
        raise FileNotMadeError("The PDF could not be drawn; choose HTML or Excel.")
    return output


def column_shares(table: Table, rows: Sequence[Cells]) -> list[float]:
    """How much of the page each column takes, in percent: by its longest word and what its cells say."""
    sizes = []
    for place, column in enumerate(table.columns):
        texts = [column.label, *(row[place][0] for row in rows)]
        word = max(len(word) for text in texts for word in (text.split() or [""]))
        sizes.append(min(max(word, WRAPPED * max(map(len, texts))), LONGEST) + PADDING)
    return [round(100 * size / sum(sizes), 2) for size in sizes]


def _elsewhere(table: Table) -> str:
    size = "" if table.size is None else f"{table.size:,} rows "
    return f"{size}on pages of their own at the end."


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
