"""Values no account ever had: one sentence that names the row, never a crash, never a wrong number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from benchmarks.statement_files import DealRow, Ledger, mt5_history_html
from services.errors import UnreadableFileError
from services.importers import SourceFile, read_statements

if TYPE_CHECKING:
    from services.statement import Statement

ZERO = Decimal(0)
TIME = "2026.01.06 10:00:00"
HEADER = "time,account,symbol,side,quantity,price"


def read(content: bytes) -> Statement:
    (statement,) = read_statements(SourceFile("file", content))
    return statement


def report(*, time: str = TIME, ticket: int = 2, volume: str = "1.00", comment: str = "") -> bytes:
    deposit = DealRow(
        "2026.01.05 10:00:00", 1, "", "balance", "", "", "", None, ZERO, ZERO, ZERO, Decimal(1000),
        Decimal(1000),
    )  # fmt: skip
    entry = DealRow(
        time, ticket, "EURUSD", "buy", "in", volume, "1.1", 7, ZERO, ZERO, ZERO, ZERO, Decimal(1000), comment
    )
    return mt5_history_html(Ledger([deposit, entry]))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"time": "0001.01.01 00:00:00"}, "between the years 1970 and 2099"),
        ({"time": "9999.12.31 23:59:59"}, "between the years 1970 and 2099"),
        ({"time": "2026.02.30 10:00:00"}, "day is out of range"),
        ({"ticket": 2**64}, "is not a ticket"),
        ({"volume": "-1.00"}, "is negative"),
    ],
)
def test_a_report_with_impossible_values_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read(report(**fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("comment", ["=1+1", "'; DROP TABLE deals;--", "\u202eabc\U0001f600", "x" * 10_000])
def test_a_comment_is_kept_as_it_is(comment: str) -> None:
    assert read(report(comment=comment)).deals[1].deal.comment == comment


@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_executions_of_impossible_years_are_refused(year: str) -> None:
    with pytest.raises(UnreadableFileError, match="Line 2"):
        read(f"{HEADER}\n{year}-01-01T00:00:00Z,A1,X,buy,1,10\n".encode())


def test_an_execution_has_one_ticket_whatever_offset_its_time_is_written_in() -> None:
    tickets = {
        read(f"{HEADER}\n{time},A1,X,buy,1,10\n".encode()).deals[0].deal.ticket
        for time in ("2026-01-05T10:00:00+02:00", "2026-01-05T08:00:00Z")
    }
    assert len(tickets) == 1
