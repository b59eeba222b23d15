"""Rows of cell text out of a workbook's first sheet, as MetaTrader, Excel or LibreOffice wrote it."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from services.errors import UnreadableFileError
from services.importers._grid import Container, Grid, Room, plain
from services.importers._xlsx_style import date_styles, serial_text
from services.importers._zip import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.importers._limits import Limits

_EXACT_DIGITS = 15


def read_xlsx(content: bytes, limits: Limits) -> Grid:
    """The rows of the first sheet of the workbook in *content*."""
    archive = Archive(content, limits)
    try:
        return _read(archive, limits)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise UnreadableFileError("The file is a damaged XLSX file.") from error


def _read(archive: Archive, limits: Limits) -> Grid:
    sheet, is_1904 = _first_sheet(archive)
    strings = _shared_strings(archive)
    styles = _date_styles(archive)
    grid = Grid(Container.XLSX, [], [])
    last, room = 0, Room(limits)
    for row in elements(archive, sheet, "{*}row"):
        last = _index(row.get("r"), last + 1)
        cells = _cells(row, strings, styles, is_1904=is_1904, width=limits.columns)
        if not any(cells):
            continue
        room.take(len(cells))
        grid.rows.append(cells)
        grid.numbers.append(last)
    return grid


def elements(archive: Archive, part: str, tag: str) -> Iterator[etree._Element]:
    """The elements *tag* of an XML part, each forgotten after its use; a document type is refused."""
    with archive.open(part) as stream:
        walk = etree.iterparse(
            stream, events=("end",), tag=tag, resolve_entities=False, no_network=True, load_dtd=False
        )
        for number, (_, element) in enumerate(walk):
            if not number:
                _refuse_doctype(element)
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        if walk.root is not None:
            _refuse_doctype(walk.root)


def _refuse_doctype(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError("The file declares a document type, which no workbook needs.")


def _first_sheet(archive: Archive) -> tuple[str, bool]:
    is_1904 = False
    for item in elements(archive, "xl/workbook.xml", "{*}workbookPr"):
        is_1904 = item.get("date1904") in ("1", "true")
    identifiers = []
    for item in elements(archive, "xl/workbook.xml", "{*}sheet"):
        identifiers += [str(value) for key, value in item.items() if str(key).endswith("}id")]
    targets = {}
    for item in elements(archive, "xl/_rels/workbook.xml.rels", "{*}Relationship"):
        targets[str(item.get("Id"))] = str(item.get("Target") or "")
    for identifier in identifiers:
        path = posixpath.normpath(posixpath.join("/xl", targets.get(identifier, "")))[1:]
        if "sheet" in path.lower() and archive.has(path):
            return path, is_1904
    raise UnreadableFileError("The file is not a workbook: it has no sheet.")


def _shared_strings(archive: Archive) -> list[str]:
    if not archive.has("xl/sharedStrings.xml"):
        return []
    return [_rich(item) for item in elements(archive, "xl/sharedStrings.xml", "{*}si")]


def _date_styles(archive: Archive) -> frozenset[str]:
    if not archive.has("xl/styles.xml"):
        return frozenset()
    formats = {
        item.get("numFmtId") or "": item.get("formatCode") or ""
        for item in elements(archive, "xl/styles.xml", "{*}numFmt")
    }
    used: list[str] = []
    for group in elements(archive, "xl/styles.xml", "{*}cellXfs"):
        used = [item.get("numFmtId") or "0" for item in group]
    return date_styles(used, formats)


def _rich(item: etree._Element) -> str:
    parts = []
    for text in item.iter("{*}t"):
        parent = text.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            parts.append(text.text or "")
    return plain("".join(parts))


def _cells(
    row: etree._Element, strings: list[str], styles: frozenset[str], *, is_1904: bool, width: int
) -> list[str]:
    cells: list[str] = []
    namespace = str(row.tag).rpartition("}")[0] + "}"
    value_tag, column = namespace + "v", -1
    for cell in row:
        reference = cell.get("r")
        column = column + 1 if reference is None else _column(reference)
        if not len(cell):
            continue
        if column >= width:
            raise UnreadableFileError(f"The file has rows of more than {width} cells.")
        kind, value = cell.get("t"), cell.find(value_tag)
        raw = value.text if value is not None else None
        if kind == "inlineStr":
            text = _rich(cell)
        elif not raw:
            continue
        elif kind == "s":
            text = strings[_index(raw, -1, len(strings))]
        else:
            text = _plain_value(kind, raw)
            if kind in (None, "n") and cell.get("s") in styles:
                text = serial_text(text, is_1904=is_1904)
        if len(cells) <= column:
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return cells


def _plain_value(kind: str | None, raw: str) -> str:
    if kind in (None, "n"):
        return _number(raw)
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    return plain(raw)


def _number(raw: str) -> str:
    if len(raw) <= _EXACT_DIGITS and "E" not in raw and "e" not in raw:
        return raw
    try:
        value = float(raw)
    except ValueError:
        return plain(raw)
    if value.is_integer() and abs(value) < 10**18:
        return raw if raw.lstrip("-").isdecimal() else str(int(value))
    return f"{value:.15g}"


_COLUMNS: dict[str, int] = {}


def _column(reference: str) -> int:
    letters = reference.rstrip("0123456789")
    known = _COLUMNS.get(letters)
    if known is not None:
        return known
    index = 0
    for letter in letters[:3].upper():
        index = index * 26 + ord(letter) - 64
    if not 0 < index <= 16_384:  # noqa: PLR2004 - the widest sheet there is
        raise UnreadableFileError(f"The file is a damaged XLSX file: it has no column {letters[:10]!r}.")
    _COLUMNS[letters] = index - 1
    return index - 1


def _index(raw: str | None, default: int, below: int | None = None) -> int:
    if raw is None:
        return default
    if not raw.isdecimal() or len(raw) > 9 or (below is not None and int(raw) >= below):  # noqa: PLR2004
        raise UnreadableFileError(f"The file is a damaged XLSX file: {raw[:20]!r} counts nothing in it.")
    return int(raw)
