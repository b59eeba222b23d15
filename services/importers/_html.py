"""Rows of cell text out of an HTML report."""

from __future__ import annotations

from lxml import etree

from services.errors import UnreadableFileError
from services.importers._grid import CELL, ROW, Container, Grid, plain
from services.importers._limits import Limits

_CELLS = ("td", "th")
_MORE = frozenset("\n\r\t")


def read_html(text: str, limits: Limits) -> Grid:
    """The rows of every table in *text*, hidden cells left out and wide cells padded to their width."""
    if "</html" not in text[-4_000:].lower() and "</body" not in text[-4_000:].lower():
        raise UnreadableFileError("The file is cut off: its HTML has no end.")
    clean = text.replace(CELL, " ").replace(ROW, " ").replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    if root is None:
        raise UnreadableFileError("The file holds no HTML.")
    grid = Grid(Container.HTML, [], [], heading=plain(root.findtext(".//title") or ""), lead=_lead(root))
    for number, row in enumerate(root.iter("tr"), 1):
        if number > limits.rows:
            raise UnreadableFileError(f"The file has more than {limits.rows} rows.")
        cells = _cells(row, limits)
        if any(cells):
            grid.rows.append(cells)
            grid.numbers.append(number)
            note = _note(row)
            if note:
                grid.notes[number] = note
    return grid


def _cells(row: etree._Element, limits: Limits) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        if len(cell.attrib) and "hidden" in (cell.get("class") or ""):
            continue
        cells.append(_content(cell))
        span = cell.get("colspan")
        if span is not None and span.isdecimal():
            cells.extend([""] * (min(int(span[:4]), limits.columns) - 1))
    if len(cells) > limits.columns:
        raise UnreadableFileError(f"The file has rows of more than {limits.columns} cells.")
    return cells


def _content(cell: etree._Element) -> str:
    text = cell.text or ""
    if len(cell):
        return plain("".join(cell.itertext()))
    if _MORE.isdisjoint(text):
        return text.strip()
    return plain(text)


def _note(row: etree._Element) -> str:
    first = next(iter(row), None)
    for cell in row if first is not None and first.tag in _CELLS else ():
        title = cell.get("title")
        if title:
            return plain(title)
    return ""


def _lead(root: etree._Element) -> str:
    parts: list[str] = []
    body = root.find("body")
    for item in body.iter("table", "b") if body is not None else ():
        if item.tag == "table":
            break
        parts.append(plain("".join(item.itertext())))
    return " ".join(parts)
