"""Files for people: what HTML and PDF show, and what no text of a stranger can make them do."""

from __future__ import annotations

import io
import re
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from lxml import html
from pypdf import PdfReader

from services.errors import FileNotMadeError
from services.exports import Chart, Column, Document, Fact, Kind, Line, Mark, Table, make_file
from services.exports import _pdf_designed as designed
from services.exports._svg import chart_svg
from services.exports.xlsx import sheet_name
from tests.exports.reading import SPACES, ledger, pdf_pages
from tests.exports.samples import PAYLOADS, ROWS, SYMBOLS, TIMES, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

TOTALS = "1,282,803.89"


def page_text(document: Document) -> str:
    found = html.document_fromstring(make_file(document, "html").content.decode())
    return SPACES.sub(" ", "".join(map(str, found.itertext())))


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who called there."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    calls.append(connection.recv(200).decode(errors="replace"))

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], calls
        is_over.set()
        thread.join()


def test_html_says_everything_in_print() -> None:
    text = page_text(sample())
    for expected in (
        "Monthly report",
        "−1,598.66",
        TOTALS,
        "49.16",
        "Fewer than 20 days.",
        "2 h 40 min",
        "151.25000",
    ):
        assert expected in text
    assert "2026-03-29 14:00:00" in text, "on the clock of its zone"
    assert "Last exit (Europe/Berlin)" in text


def test_html_opens_offline() -> None:
    content = make_file(sample(), "html").content.decode()
    found = html.document_fromstring(content)
    assert not found.xpath("//script | //link | //img | //iframe")
    assert "default-src 'none'" in content
    assert found.xpath("//svg/@aria-label | //*[local-name()='svg']/@aria-label")


def test_pdf_has_everything_and_a_line_on_each_page() -> None:
    pages = pdf_pages(sample(rows=150))
    whole = " ".join(pages)
    for expected in ("Monthly report", "−1,598.66", TOTALS, "Fewer than 20 days.", "Europe/Berlin"):
        assert expected in whole
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Demo 238" in page
        assert "SHA-256" in page
    assert whole.count("S149") == 1


def test_pdf_of_a_ledger_tells_on_its_first_page_what_it_covers() -> None:
    table = Table("t", "Trades", SYMBOLS, ROWS * 100, size=300)
    document = Document("t", "Trades", "", sample().about, (table,), is_ledger=True)
    pages = pdf_pages(document)
    assert "Accounts Demo 238" in pages[0]
    assert sum(page.count("USDJPY") for page in pages) == 100
    assert all("Net profit" in page for page in pages), "the names of columns are on every page"


def test_an_empty_table_says_so() -> None:
    document = ledger(Table("t", "Trades", SYMBOLS, [], size=0, empty="No trade was closed."))
    assert "No trade was closed." in pdf_pages(document)[0]
    assert "No trade was closed." in page_text(document)


def test_fonts_are_embedded() -> None:
    reader = PdfReader(io.BytesIO(make_file(sample(), "pdf").content))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for found in resources for font in found["/Font"].values()]
    embedded = {str(font["/BaseFont"]) for font in fonts if "/FontDescriptor" in font}
    assert {name[8:] for name in embedded} >= {"NotoSans-Regular", "NotoSans-SemiBold"}


def test_hostile_texts_fetch_nothing_and_read_nothing(listener: tuple[int, list[str]]) -> None:
    port, calls = listener
    document = sample(*(payload.format(port=port) for payload in PAYLOADS))
    whole = " ".join(pdf_pages(document))
    page = html.document_fromstring(make_file(sample(*PAYLOADS), "html").content.decode())
    assert not calls
    assert "root:" not in whole
    assert not page.xpath("//script | //link | //img | //iframe | //object | //*[@onerror]")
    assert "<script>" in whole, "it is shown as the text that it is"


def test_a_drawing_process_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designed, "WORKER", "services.exports._no_such_module")
    with pytest.raises(FileNotMadeError, match="could not be drawn"):
        make_file(sample(), "pdf")


def test_a_drawing_process_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designed, "SECONDS", 0.01)
    with pytest.raises(FileNotMadeError, match="longer than"):
        make_file(sample(), "pdf")


def test_columns_of_designed_tables_are_as_wide_as_what_they_say() -> None:
    columns = (Column("name", "Name", Kind.TEXT), Column("n", "n", Kind.INTEGER))
    table = Table("t", "T", columns, ())
    name, count = designed.column_shares(table, [[("two-step-100k-phase-1", ""), ("4", "")]])
    assert name > 4 * count
    assert name + count == pytest.approx(100, abs=0.1)
    assert sum(designed.column_shares(table, [])) == pytest.approx(100, abs=0.1)


def test_a_printed_ledger_leaves_out_columns_without_a_value_and_names_them() -> None:
    columns = (*SYMBOLS, Column("note", "Note", Kind.TEXT), Column("r", "R", Kind.NUMBER))
    rows = [[*row, "", None] for row in ROWS]
    table = Table("t", "Trades", columns, rows, size=len(rows))
    page = pdf_pages(Document("t", "Trades", "", sample().about, (table,), is_ledger=True))[0]
    assert "Without a value in any row, and left out: Note, R." in page
    table = Table("t", "Trades", columns, [*rows, [*ROWS[0], "x", None]], size=len(rows) + 1)
    page = pdf_pages(Document("t", "Trades", "", sample().about, (table,), is_ledger=True))[0]
    assert "left out: R." in page


def test_a_document_counts_rows_and_points_as_its_files_do() -> None:
    document = sample(rows=20)
    assert document.size == len(TIMES) + 3 + len(ROWS) + 20
    assert f"{document.size} rows" in pdf_pages(document)[0]


LONG = f"L{'o' * 150}ng"


def test_a_word_longer_than_its_room_is_broken_and_numbers_are_not() -> None:
    columns = (
        Column("account", "Account", Kind.TEXT),
        *(Column(f"c{place}", f"Share {place}", Kind.FRACTION) for place in range(8)),
    )
    table = Table("t", LONG, columns, [[LONG, *[1.2345] * 8]] * 3, size=3)
    about = (Fact("accounts", "Accounts", LONG),)
    reader = PdfReader(io.BytesIO(make_file(Document("t", LONG, LONG, about, (table,)), "pdf").content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert max(map(len, re.findall("o+", text))) < 130
    assert len(re.findall(r"123\.45.%", text)) == 24


def test_a_chart_has_room_for_the_names_of_its_lines() -> None:
    lines = tuple(Line(f"{place} {LONG}", np.array([1.0, 2.0])) for place in range(4))
    chart = Chart("c", "C", (LONG, f"b{LONG}"), lines, "It rose.")
    texts = re.findall(r'<text x="([0-9.]+)"[^>]*text-anchor="start"[^>]*>([^<]*)<', chart_svg(chart))
    assert len(texts) == 4
    assert all(float(x) + 6 * len(label) < 720 for x, label in texts)


def test_days_under_a_chart_are_whole_and_those_without_room_are_left_out() -> None:
    weeks = tuple(f"2026-09-{day:02}" for day in range(1, 26, 2))
    chart = Chart("c", "C", weeks, (Line("Result", np.arange(13.0), mark=Mark.BAR),), "It rose.")
    texts = re.findall(r'text-anchor="middle"[^>]*>([^<]*)<', chart_svg(chart))
    assert texts == list(weeks[::2])


def test_nothing_in_print_turns_the_direction_of_what_follows() -> None:
    turned = "a\u202egnp.exe\u2066b"
    assert sheet_name(f"{turned}: Deals", ()) == "agnp.exeb  Deals"
    for form in ("html", "pdf"):
        content = make_file(sample(turned), form).content
        text = content.decode() if form == "html" else " ".join(pdf_pages(sample(turned)))
        assert "agnp.exeb" in text
        assert not set("\u202e\u2066") & set(text)


def test_what_the_typeface_has_not_is_seen_to_be_missing() -> None:
    name = "\u65e5\u672c \u00dc \u05e9 \U0001f680"
    rows = [[f"{name} {number}"] for number in range(70)]
    table = Table("t", name, (Column("name", "Name", Kind.TEXT),), rows, size=70)
    for document in (ledger(table), sample(name)):
        assert "\ufffd\ufffd \u00dc \ufffd \ufffd" in " ".join(pdf_pages(document))
    assert name in page_text(sample(name))


def test_a_ledger_without_rows_has_no_page_of_its_own() -> None:
    table = Table("t", "Every deal", SYMBOLS, [], size=0, is_long=True)
    (page,) = pdf_pages(Document("t", "T", "", (), (table,)))
    assert "Nothing in this period." in page


def test_a_page_breaks_what_is_long_and_has_the_beginning_of_what_is_endless() -> None:
    rows = [[LONG], ["x" * 10_000], ["short"]]
    table = Table("t", "T", (Column("name", "Name", Kind.TEXT), SYMBOLS[3]), [[*row, 1] for row in rows])
    content = make_file(ledger(table), "html").content.decode()
    cells = re.findall(r'<td class="(left[^"]*)">([^<]*)<', content)
    assert [(look, len(text)) for look, text in cells] == [
        ("left long", 153),
        ("left long", 601),
        ("left", 5),
    ]
    assert "overflow-wrap: anywhere" in content


def test_a_time_on_the_cover_says_on_whose_clock_it_is() -> None:
    about = (Fact("generated_at", "Generated at", datetime(2026, 3, 29, 12, tzinfo=UTC), Kind.TIME),)
    document = Document("t", "T", "", about, (), zone="Europe/Berlin")
    for text in (page_text(document), " ".join(pdf_pages(document))):
        assert "2026-03-29 14:00:00 Europe/Berlin" in text
