"""Designed pages: a document's template drawn by a confined process."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import structlog

from services.confined import end, start
from services.errors import FileNotMadeError
from services.exports._kind import Kind
from services.exports._page import names_for, template
from services.exports._pdf_grid import is_left
from services.exports._typeface import FOLDER, REGULAR, drawable, register, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.exports._document import Document, Table
    from services.exports._page import Cells
    from services.exports._reading import Reading

WORKER = "services.exports._pdf_child"
SECONDS = 90
HEAD, CELL, PADDING = 7.5, 8.0, 9.0  # points, as the template has them
LINE, LONGEST, LEAST = 510.0, 190.0, 64.0  # what a page has, a column may take, a column of texts needs
WRAPPED = 0.6  # of its longest text
_log = structlog.get_logger(__name__)


def designed_pages(document: Document, reading: Reading, is_elsewhere: Callable[[Table], bool]) -> bytes:
    """The PDF of everything but the tables that are elsewhere; raises FileNotMadeError."""
    names = names_for(document, reading)
    own = {
        "fonts": FOLDER.as_posix(),
        "svg_address": lambda chart: _address(names["svg"](chart)),
        "is_elsewhere": is_elsewhere,
        "elsewhere": _elsewhere,
        "is_whole": fits_whole,
        "shares": lambda table, rows: zip(table.columns, column_shares(table, rows), strict=True),
    }
    return _drawn(drawable(template("page.html").render(names | own)))


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
    """How much of the page each column takes, in percent; texts give way to numbers where it is narrow."""
    sizes, fixed = _sizes(table, rows), [not is_left(column) for column in table.columns]
    rest = LINE - sum(size for size, is_fixed in zip(sizes, fixed, strict=True) if is_fixed)
    texts = sum(size for size, is_fixed in zip(sizes, fixed, strict=True) if not is_fixed)
    if texts > rest > 0:
        sizes = [
            size if is_fixed else max(size * rest / texts, LEAST)
            for size, is_fixed in zip(sizes, fixed, strict=True)
        ]
    return [round(100 * size / sum(sizes), 2) for size in sizes]


def fits_whole(table: Table, rows: Sequence[Cells]) -> bool:
    """Whether the page has room for every number on one line."""
    wanted = zip(table.columns, _sizes(table, rows), strict=True)
    return sum(min(size, LEAST) if is_left(column) else size for column, size in wanted) <= LINE


def _sizes(table: Table, rows: Sequence[Cells]) -> list[float]:
    """How wide each column would like to be: by its longest word, and numbers on one line."""
    register()
    sizes = []
    for place, column in enumerate(table.columns):
        texts = {row[place][0] for row in rows}
        whole = max((width(text, REGULAR, CELL) for text in texts), default=0.0)
        word = max((width(word, REGULAR, CELL) for text in texts for word in text.split()), default=0.0)
        name = max(width(word, REGULAR, HEAD) for word in (column.label.split() or [""]))
        longest = WRAPPED * whole if column.kind is Kind.TEXT else whole
        sizes.append(min(max(word, name, longest), LONGEST) + PADDING)
    return sizes


def _elsewhere(table: Table) -> str:
    if table.size == 1:
        return "1 row on a page of its own at the end."
    size = "" if table.size is None else f"{table.size:,} rows "
    return f"{size}on pages of their own at the end."


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawable(svg).encode()).decode("ascii")
