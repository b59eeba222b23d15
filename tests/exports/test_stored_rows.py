"""Rows that the database spells are those that we would have spelled, character by character."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from services.calc.period import Period
from services.exports import Table, TextRows, make_file
from services.exports._cells import cell_text
from services.storage.trade_rows import TradeRows
from services.trade_files import TRADE_COLUMNS, trade_cells
from tests.exports.reading import csv_cells, json_cells, ledger, xlsx_cells

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
COMMENTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u00a0=1",
    "\uff1d1",
    "=cmd|' /C calc'!A0",
    "\x01=1",
    "a\tb\\n\nc\\",
    'say "x", y',
    "plain words",
    "9=1",
    "ä–\u202f😀",
    "\\N",
    "\ufffe",
    "",
    " leading",
    "'quoted",
    "\x0b\x0c=2",
)
AMOUNTS = ("0", "-0.01", "1598.66", "1000", "0.005", "-12345678.9", "0.00000012", "100.10")


@pytest.fixture
def odd(demo_services: Services) -> UUID:
    """A demo account whose trades hold everything that can be spelled in several ways."""
    account = demo_services.performance.accounts()[0].id
    with demo_services.database.begin() as connection:
        places = connection.execute(
            text(
                "SELECT position_id, sequence FROM trade_performance WHERE account_id = :account"
                " ORDER BY position_id, sequence LIMIT :most"
            ),
            {"account": account, "most": len(COMMENTS) * 2},
        ).all()
        for number, place in enumerate(places):
            connection.execute(
                text(
                    "UPDATE trade_performance SET comment = :comment, symbol = :symbol, swap = :swap,"
                    " net_profit = profit + commission + :swap + fee, exit_price = :swap,"
                    " entry_time = CASE WHEN :number % 3 = 0 THEN NULL ELSE entry_time"
                    " + :number * interval '70 milliseconds' END,"
                    " entry_price = CASE WHEN :number % 4 = 0 THEN NULL ELSE 1.10500 END,"
                    " is_orphan = :number % 5 = 0"
                    " WHERE account_id = :account AND position_id = :position AND sequence = :sequence"
                ),
                {
                    "comment": COMMENTS[number % len(COMMENTS)],
                    "symbol": COMMENTS[-number % len(COMMENTS)],
                    "swap": Decimal(AMOUNTS[number % len(AMOUNTS)]),
                    "number": number,
                    "account": account,
                    "position": place.position_id,
                    "sequence": place.sequence,
                },
            )
    return account


def ours(services: Services, account: UUID) -> list[list[object]]:
    return [trade_cells(row) for row in services.performance.trades([account], EVERYTHING)]


def spelled(cells: list[object]) -> list[str]:
    return [cell_text(column, value) for column, value in zip(TRADE_COLUMNS, cells, strict=True)]


def test_every_cell_is_spelled_alike(demo_services: Services, odd: UUID) -> None:
    stored = list(TradeRows(demo_services.database, [odd], EVERYTHING))
    assert sorted(map(list, stored)) == sorted(spelled(row) for row in ours(demo_services, odd))
    assert len(stored) > len(COMMENTS)


def test_its_csv_lines_are_those_of_the_format(demo_services: Services, odd: UUID) -> None:
    stored = Table("t", "T", TRADE_COLUMNS, TradeRows(demo_services.database, [odd], EVERYTHING))
    made = Table("t", "T", TRADE_COLUMNS, ours(demo_services, odd))
    assert sorted(map(str, csv_cells(make_file(ledger(stored), "csv").content))) == sorted(
        map(str, csv_cells(make_file(ledger(made), "csv").content))
    )


def test_its_csv_is_still_rfc_4180(demo_services: Services, odd: UUID) -> None:
    stored = Table("t", "T", TRADE_COLUMNS, TradeRows(demo_services.database, [odd], EVERYTHING))
    content = make_file(ledger(stored), "csv").content
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert {len(line) for line in csv_cells(content)} == {len(TRADE_COLUMNS)}


def test_the_newest_trade_comes_first_and_totals_are_those_of_the_rows(demo_services: Services) -> None:
    everyone = [account.id for account in demo_services.performance.accounts()]
    rows = TradeRows(demo_services.database, everyone, EVERYTHING)
    found = [dict(zip([column.name for column in TRADE_COLUMNS], row, strict=True)) for row in rows]
    times = [datetime.fromisoformat(row["exit_time"]) for row in found]
    assert times == sorted(times, reverse=True)
    for total in rows.totals():
        own = [Decimal(row["net_profit"]) for row in found if row["currency"] == total.currency]
        assert (total.trades, total.net_profit) == (len(own), sum(own))


@pytest.mark.parametrize("start", [None, datetime(2026, 3, 1, tzinfo=UTC)])
def test_a_period_is_half_open(demo_services: Services, start: datetime | None) -> None:
    account = demo_services.performance.accounts()[0].id
    rows = demo_services.performance.trades([account], EVERYTHING)
    end = rows[len(rows) // 2].trade.exit_time
    period = Period(start, end)
    stored = list(TradeRows(demo_services.database, [account], period))
    assert len(stored) == len(demo_services.performance.trades([account], period))


def test_a_whole_ledger_is_streamed_in_every_format(demo_services: Services) -> None:
    document = demo_services.exporting.trade_document([], EVERYTHING)
    assert isinstance(document.tables[0].rows, TextRows)
    counts = {len(read(make_file(document, name).content)) - 1 for name, read in READ.items()}
    assert counts == {document.tables[0].size}


READ = {"csv": csv_cells, "json": json_cells, "xlsx": xlsx_cells}
