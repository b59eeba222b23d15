"""Rows of cell text out of an HTML report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from services.errors import UnreadableFileError
from services.importers._grid import CELL, ROW, SPACES, Container, Grid, Room, plain

if TYPE_CHECKING:
    from services.importers._limits import Limits

_CELL, _ROW = "\ue000", "\ue001"  # the separators in XSLT, where control characters cannot stand
_BLANK = re.compile("[ \t\r\n\f]+")
_EDGE = re.compile(f" ?([{_CELL}{_ROW}]) ?")
_UNTIDY = ("\n", "\t", "\r", "  ", f" {_CELL}", f"{_CELL} ", f"{_ROW} ")
_SHOWN = "not(@class) or not(contains(@class, 'hidden'))"
_TABLES = etree.XSLT(
    etree.XML(f"""
    <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
    <xsl:output method="text"/><xsl:param name="padding"/>
    <xsl:template match="/"><xsl:for-each select="//tr">
    <xsl:for-each select="td[{_SHOWN}]|th[{_SHOWN}]">
    <xsl:value-of select="."/><xsl:text>{_CELL}</xsl:text>
    <xsl:if test="@colspan"><xsl:value-of select="substring($padding, 1, @colspan - 1)"/></xsl:if>
    </xsl:for-each><xsl:text>{_ROW}</xsl:text></xsl:for-each></xsl:template></xsl:stylesheet>""")
)


def read_html(text: str, limits: Limits) -> Grid:
    """The rows of every table in *text*, hidden cells left out and wide cells padded to their width."""
    if "</html" not in text[-4_000:].lower() and "</body" not in text[-4_000:].lower():
        raise UnreadableFileError("The file is cut off: its HTML has no end.")
    root = _parse(text)
    if root is None:
        raise UnreadableFileError("The file holds no HTML.")
    grid = Grid(Container.HTML, [], [], heading=plain(root.findtext(".//title") or ""), lead=_lead(root))
    room = Room(limits)
    for number, line in enumerate(_tables(root, limits).split(_ROW), 1):
        cells = line.split(_CELL)
        cells.pop()
        room.take(len(cells))
        if any(cells):
            grid.rows.append(cells)
            grid.numbers.append(number)
    grid.notes = _notes(root)
    return grid


def _parse(text: str) -> etree._Element | None:
    clean = text
    for character in (CELL, ROW, _CELL, _ROW, "\x00"):
        clean = clean.replace(character, " ")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root: etree._Element | None = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    return root


def _tables(root: etree._Element, limits: Limits) -> str:
    body = str(_TABLES(root, padding=etree.XSLT.strparam(_CELL * limits.columns)))
    for space in SPACES:
        body = body.replace(space, " ")
    if any(mark in body for mark in _UNTIDY):
        body = _EDGE.sub(r"\1", _BLANK.sub(" ", body)).lstrip()
    return body


def _notes(root: etree._Element) -> dict[int, str]:
    titled: dict[etree._Element | None, str] = {}
    for cell in root.iterfind(".//tr/td[@title]"):
        titled.setdefault(cell.getparent(), cell.get("title") or "")
    if not titled:
        return {}
    found = {}
    for number, row in enumerate(root.iter("tr"), 1):
        note = plain(titled.get(row, ""))
        if note:
            found[number] = note
    return found


def _lead(root: etree._Element) -> str:
    parts: list[str] = []
    body = root.find("body")
    for item in body.iter("table", "b") if body is not None else ():
        if item.tag == "table":
            break
        parts.append(plain("".join(map(str, item.itertext()))))
    return " ".join(parts)
