"""HTML files as a browser prints them: no column cut off, totals once, nothing moves sideways on a phone."""

from __future__ import annotations

import base64
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from services.exports import Column, Document, Fact, Kind, Table, make_file

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PageObject

    from tests.browser.screen import Screen

LONG = f"L{'o' * 150}ng"


def document(columns: int, rows: int) -> Document:
    money = tuple(Column(f"m{place}", f"Amount {place}", Kind.MONEY, 2) for place in range(columns - 3))
    head = (Column("account", "Account", Kind.TEXT), Column("time", "Time", Kind.TEXT))
    last = Column("last", "Lastcolumn", Kind.MONEY, 2)
    cells = [["Momentum USD", "2026-11-30 08:38:38", *[Decimal("-12345.67")] * (columns - 2)]] * rows
    totals = [None, "Total", *[Decimal(1)] * (columns - 2)]
    table = Table("t", "Deals", (*head, *money, last), cells, size=rows, totals=totals)
    return Document("t", "Statement", LONG, (Fact("accounts", "Accounts", LONG),), (table,))


def places(page: PageObject) -> list[float]:
    """Where the texts of a page begin, in points from its left edge."""
    found: list[float] = []

    def note(text: str, page_to: list[float], text_to: list[float], *_: object) -> None:
        if text.strip():
            found.append(page_to[0] * text_to[4] + page_to[4])

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("columns", [6, 11, 16])
def test_a_printed_page_has_every_column_and_the_total_once(
    screen: Screen, tmp_path: Path, columns: int
) -> None:
    path = tmp_path / "file.html"
    path.write_bytes(make_file(document(columns, 120), "html").content)
    screen.browser.get(path.as_uri())
    made = screen.cdp("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pages = PdfReader(io.BytesIO(base64.b64decode(made["data"]))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 1
    assert "".join(texts).count("Total") == 1
    assert "".join(texts).count("12,345.67") == 120 * (columns - 2)
    assert all(max(places(page)) < float(page.mediabox.width) for page in pages)


def test_a_phone_is_not_moved_sideways_by_a_long_name(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "file.html"
    path.write_bytes(make_file(document(11, 3), "html").content)
    screen.cdp(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    screen.browser.get(path.as_uri())
    try:
        assert screen.run("return document.documentElement.scrollWidth") == 390
    finally:
        screen.cdp("Emulation.clearDeviceMetricsOverride", {})
