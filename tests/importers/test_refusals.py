from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from benchmarks.statement_files import Ledger, mt5_history_html, mt5_history_xlsx
from services.errors import InvalidInputError
from services.importers import Limits, SourceFile, formats, read_statements
from tests.importers.reading import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL = Limits(size=1024 * 1024, unpacked=4 * 1024 * 1024, entries=20, rows=50, columns=40, line=2_000)
BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
"""


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 statement", "a PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"\x1f\x8b\x08\x00rest", "a gzip archive"),
        (bytes(range(256)) * 40, "neither HTML, XLSX nor CSV"),
        (bytes(4_000), "neither HTML, XLSX nor CSV"),
        (b"   \n  \n", "neither HTML, XLSX nor CSV"),
        (b"PK\x03\x04 and then nothing", "damaged or cut-off"),
        (b"hello", "CSV without the columns"),
        (b"a,b,c\n1,2,3\n", "'a, b, c'"),
        (b'time,symbol,side,quantity,price,account\n"never closed,1,2', "no readable CSV after line 1"),
        (b'<?xml version="1.0"?><root/>', "XML of an unknown kind"),
        (BOMB.encode() + b"<html>&c;</html>", "document type"),
        (
            b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
            "optimizer",
        ),
        (b"<html><body><table><tr><td>x</td></tr></table>", "cut off"),
        (b"<html><body><p>no table</p></body></html>", "no rows"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_file_above_the_size_is_refused_before_it_is_read() -> None:
    assert "too large: 1.1 MiB, and 1 MiB" in refusal(bytes(1_153_434), limits=SMALL)


def test_a_cut_off_report_is_refused(ledger: Ledger) -> None:
    for content in (mt5_history_html(ledger), mt5_history_xlsx(ledger)):
        assert "cut" in refusal(content[: len(content) * 2 // 3])


def test_an_archive_of_too_many_parts_is_refused() -> None:
    assert "more than 20 parts" in refusal(packed({f"x{n}": b"" for n in range(30)}), limits=SMALL)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    content = packed({f"xl/{n}.xml": bytes(1024 * 1024) for n in range(6)})
    assert "unpacks to more than 4 MiB" in refusal(content, limits=SMALL)


def test_an_archive_packed_too_tightly_is_refused() -> None:
    assert "zip bomb" in refusal(packed({"xl/worksheets/sheet1.xml": bytes(3 * 1024 * 1024)}), limits=SMALL)


def test_a_locked_archive_is_refused(ledger: Ledger) -> None:
    content = bytearray(mt5_history_xlsx(ledger))
    directory = content.find(b"PK\x01\x02")
    while directory >= 0:
        content[directory + 8] |= 1
        directory = content.find(b"PK\x01\x02", directory + 4)
    assert "password" in refusal(bytes(content))


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    assert "no part 'xl/workbook.xml'" in refusal(packed({"word/document.xml": b"<w/>"}))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_workbook_are_refused(ledger: Ledger, part: str, encoding: str) -> None:
    parts = parts_of(mt5_history_xlsx(ledger))
    text = parts[part].decode("utf-16").partition("?>")[2]
    head = BOMB.replace('"1.0"?', f'"1.0" encoding="{encoding}"?').replace("lolz", "x")
    sentence = refusal(packed(parts | {part: (head + text).encode(encoding)}))
    assert "document type" in sentence or "damaged" in sentence


def test_outside_entities_are_never_fetched(ledger: Ledger) -> None:
    parts = parts_of(mt5_history_xlsx(ledger))
    head = '<?xml version="1.0"?><!DOCTYPE sst SYSTEM "file:///etc/passwd">'
    text = parts["xl/sharedStrings.xml"].decode("utf-16").partition("?>")[2]
    assert "document type" in refusal(packed(parts | {"xl/sharedStrings.xml": (head + text).encode()}))


def test_too_many_rows_are_refused(ledger: Ledger) -> None:
    limits = Limits(rows=100)
    csv = b"time,account,symbol,side,quantity,price\n" + b"2026-01-01,1,A,buy,1,1\n" * 150
    for content in (mt5_history_html(ledger), mt5_history_xlsx(ledger), csv):
        assert "more than 100 rows" in refusal(content, limits=limits)


def test_a_row_of_too_many_cells_is_refused(ledger: Ledger) -> None:
    limits = Limits(columns=10)
    csv = b"time,account,symbol,side,quantity,price" + b",x" * 20 + b"\n"
    for content in (mt5_history_html(ledger), mt5_history_xlsx(ledger), csv):
        assert "more than 10 cells" in refusal(content, limits=limits)


def test_a_colspan_cannot_blow_up_a_row() -> None:
    page = b"<html><body><table><tr><td colspan=999999999>x</td><td>y</td></tr></table></body></html>"
    assert "more than 40 cells" in refusal(page, limits=SMALL)


def test_narrow_rows_cannot_become_a_sea_of_empty_cells() -> None:
    page = b"<html><body><table>" + b"<tr><td colspan=300>x</td></tr>" * 20_000 + b"</table></body></html>"
    assert "more than 4000000 cells" in refusal(page)


def test_a_line_of_too_many_characters_is_refused() -> None:
    content = b"time,account,symbol,side,quantity,price\n" + b"x" * 3_000 + b",1,2,3,4,5\n"
    assert "more than 2000 characters" in refusal(content, limits=SMALL)


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(InvalidInputError, match=r"No format is named 'word'; there are auto, executions_csv"):
        read_statements(SourceFile("a", b"x"), "word")


def test_a_file_of_another_container_than_its_format_is_refused(ledger: Ledger) -> None:
    assert "The file is XLSX; the format mt5_html is HTML." in refusal(mt5_history_xlsx(ledger), "mt5_html")


def test_a_report_of_another_kind_than_its_format_is_refused(ledger: Ledger) -> None:
    content = mt5_history_html(ledger)
    assert "no MetaTrader 4 statement" in refusal(content, "mt4_html")
    page = b"<html><body><table><tr><td>x</td></tr></table></body></html>"
    assert "no MetaTrader 5 history report" in refusal(page, "mt5_html")
    assert "no table of deals" in refusal(page, "mt5_tester_html")


def test_every_format_has_a_label() -> None:
    names = {item.name: item.label for item in formats()}
    assert list(names) == [
        "executions_csv", "mt4_html", "mt5_html", "mt5_tester_html", "mt5_tester_xlsx", "mt5_xlsx",
    ]  # fmt: skip
    assert all(names.values())


def test_a_file_is_known_by_its_hash() -> None:
    assert SourceFile("a", b"abc").sha256.startswith("ba7816bf")
