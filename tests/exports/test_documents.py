"""A document of every kind of part, in the formats that machines read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exports import Chart, Column, Document, Fact, Facts, Kind, Line, Table, Text, make_file
from services.exports._cells import harmless, plain
from tests.exports.reading import csv_cells, json_cells, ledger, report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
KINDS = (
    Column("name", "Name", Kind.TEXT),
    Column("n", "n", Kind.INTEGER),
    Column("share", "Share", Kind.FRACTION),
    Column("profit", "Profit", Kind.MONEY, 2),
    Column("time", "Time", Kind.TIME),
    Column("day", "Day", Kind.DATE),
)
ROWS = [
    ["EURUSD", 3, 0.25, Decimal("-1598.66"), NOON, NOON.date()],
    ["=1+1", 0, float("nan"), None, None, None],
]
EVERYTHING = report(
    Facts(
        "key_figures",
        "Key figures",
        (Fact("net_profit", "Net profit", Decimal("1.50"), Kind.MONEY, unit="USD"),),
    ),
    Text("remarks", "Remarks", ("One.", "+two")),
    Table("symbols", "By symbol", KINDS, ROWS, totals=["Together", 3, 1.0, Decimal("-1598.66"), None, None]),
    Chart(
        "equity",
        "Equity",
        np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[us]"),
        (Line("Equity", np.array([100.0, np.nan])),),
        "It rose.",
    ),
)


class Lines:
    """Rows that come as text, and as lines of their own."""

    def __iter__(self) -> Iterator[Sequence[str]]:
        yield ["EURUSD", "1"]

    def csv_blocks(self) -> Iterator[bytes]:
        yield b"EURUSD,1\r\n"


def test_json_is_strict_and_keeps_the_kind_of_every_value() -> None:
    told = json.loads(make_file(EVERYTHING, "json").content)
    facts, remarks, table, chart = told["parts"]
    assert facts["items"][0] == {
        "name": "net_profit",
        "label": "Net profit",
        "value": "1.50",
        "unit": "USD",
        "note": "",
    }
    assert remarks["paragraphs"] == ["One.", "+two"]
    assert table["rows"] == [
        {
            "name": "EURUSD",
            "n": 3,
            "share": 0.25,
            "profit": "-1598.66",
            "time": "2026-03-29T12:00:00+00:00",
            "day": "2026-03-29",
        },
        {"name": "=1+1", "n": 0, "share": None, "profit": None, "time": None, "day": None},
    ]
    assert table["totals"]["profit"] == "-1598.66"
    assert table["row_count"] == 2
    assert chart["rows"] == [
        {"time": "2026-01-01T00:00:00+00:00", "equity": 100},
        {"time": "2026-01-02T00:00:00+00:00", "equity": None},
    ]
    assert told["rows"] == 4


def test_a_report_in_csv_has_a_section_for_each_part() -> None:
    lines = csv_cells(make_file(EVERYTHING, "csv").content)
    assert lines[0] == ["Report"]
    at = lines.index(["By symbol"])
    assert lines[at + 1] == ["name", "n", "share", "profit", "time", "day"]
    assert lines[at + 3] == ["'=1+1", "0", "", "", "", ""]
    assert lines[at + 4][:4] == ["Together", "3", "1", "-1598.66"]
    assert ["'+two"] in lines
    assert ["Net profit", "1.50", "USD", ""] in lines


@pytest.mark.parametrize("count", [0, 1, 999, 1_000, 1_001, 2_500])
def test_rows_are_streamed_whole_whatever_their_number(count: int) -> None:
    table = Table("t", "T", KINDS[:2], (["x", number] for number in range(count)))
    _, *rows = json_cells(make_file(ledger(table), "json").content)
    assert rows == [["x", number] for number in range(count)]


def test_what_a_database_writes_as_lines_is_taken_as_it_is() -> None:
    table = Table("t", "T", KINDS[:2], Lines())
    assert csv_cells(make_file(ledger(table), "csv").content) == [["name", "n"], ["EURUSD", "1"]]
    again = Table("t", "T", KINDS[:2], Lines())
    assert json_cells(make_file(ledger(again), "json").content)[1] == ["EURUSD", 1]


def test_the_same_rows_have_the_same_hash_in_whatever_way_they_came() -> None:
    def digest(table: Table) -> str:
        told: dict[str, Any] = json.loads(make_file(ledger(table), "json").content)
        return str(told["rows_sha256"])

    assert digest(Table("t", "T", KINDS[:2], Lines())) == digest(Table("t", "T", KINDS[:2], [["EURUSD", 1]]))
    assert digest(Table("t", "T", KINDS[:2], [["EURUSD", 2]])) != digest(Table("t", "T", KINDS[:2], Lines()))


@given(st.text())
def test_any_text_survives_strict_json(text: str) -> None:
    table = Table("t", "T", KINDS[:1], [[text]])
    assert orjson.loads(make_file(ledger(table), "json").content)["parts"][0]["row_count"] == 1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_spelled_so_that_it_reads_back(number: float) -> None:
    assert float(plain(number)) == number
    assert "e" not in plain(number)


def test_a_zip_has_a_csv_for_each_part_and_says_what_it_covers() -> None:
    twice = Document(
        "r", "Report", "", (Fact("zone", "Zone", "UTC"),), (*EVERYTHING.parts, *EVERYTHING.parts)
    )
    content = make_file(twice, "zip").content
    assert content == make_file(twice, "zip").content, "the same rows are the same bytes"
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        names = found.namelist()
        symbols = csv_cells(found.read("symbols.csv"))
        about = {row[0]: row[1] for row in csv_cells(found.read("about.csv"))}
    assert names[:5] == ["key_figures.csv", "remarks.csv", "symbols.csv", "equity.csv", "key_figures_2.csv"]
    assert [row[:4] for row in symbols] == [
        ["name", "n", "share", "profit"],
        ["EURUSD", "3", "0.25", "-1598.66"],
        ["'=1+1", "0", "", ""],
        ["Together", "3", "1", "-1598.66"],
    ]
    assert about == {"Title": "Report", "Zone": "UTC", "Rows": "8", "SHA-256 of the rows": ANY}


def test_an_empty_table_says_so_among_sections_and_is_a_header_alone_as_a_ledger() -> None:
    empty = Table("t", "Trades", KINDS, [], size=0, empty="No trade was closed.")
    assert ["No trade was closed."] in csv_cells(make_file(report(empty), "csv").content)
    assert csv_cells(make_file(ledger(empty), "csv").content) == [[column.name for column in KINDS]]


@pytest.mark.parametrize("text", ["A,=1+1", 'B"C, @SUM(A1)', "D;-2", "E\n=1", "F| \uff1d1"])
def test_a_remark_of_a_csv_is_harmless_wherever_it_is_cut(text: str) -> None:
    document = replace(EVERYTHING, csv_table="symbols", caveats=(f"Not decided: {text}.",))
    line, _, rest = make_file(document, "csv").content.decode("utf-8-sig").partition("\r\n")
    assert line.startswith("# Not decided: ")
    assert '"' not in line
    for cell in re.split("[,;|\t]", line):
        assert harmless(cell) == cell
    assert rest
