"""The grid of trades: numbers stay numbers, text stays text."""

from __future__ import annotations

from typing import Any

from components.trades_columns import column_definitions, default_columns, known_columns
from components.trades_grid import in_view, row_values, trade_key, trades_grid
from tests.components.samples import trade_row


def test_a_row_holds_numbers_and_times_in_the_zone() -> None:
    row = row_values(trade_row(), "NY+7")
    assert row["net_profit"] == 9.2
    assert row["exit_time"] == "2026-11-22 14:00:00"
    assert row["held"] == 216_000.0


def test_a_link_restores_the_sort() -> None:
    sorted_by = {
        column["field"]: column.get("sort") for column in column_definitions("UTC", "net_profit:desc")
    }
    assert sorted_by["net_profit"] == "desc"
    assert [field for field, order in sorted_by.items() if order] == ["net_profit"]
    assert not any(column.get("sort") for column in column_definitions("UTC", "nonsense:desc"))


def test_a_view_is_the_trades_of_its_keys_in_their_order() -> None:
    rows = [trade_row(number) for number in (1, 2, 3)]
    keys = [trade_key(rows[2]), "unknown", trade_key(rows[0])]
    assert [row.trade.position_id for row in in_view(rows, keys)] == [3, 1]


def test_text_from_files_is_never_run() -> None:
    grid: Any = trades_grid("g", [trade_row()], "UTC", column_definitions("UTC"))
    assert not getattr(grid, "dangerously_allow_code", False)
    assert all("cellRenderer" not in column for column in grid.columnDefs)


def test_an_address_names_the_columns_that_are_shown() -> None:
    assert known_columns("magic.symbol.nonsense") == ["symbol", "magic"]
    assert known_columns(None) == known_columns("nonsense") == []
    chosen = column_definitions("UTC", "", ["symbol", "magic"])
    assert [column["field"] for column in chosen if not column.get("hide")] == ["symbol", "magic"]
    usual = [column["field"] for column in column_definitions("UTC", "", []) if not column.get("hide")]
    assert usual == default_columns()


def test_a_column_of_times_names_its_zone() -> None:
    headings = {column["field"]: column["headerName"] for column in column_definitions("NY+7")}
    assert headings["entry_time"] == "Entry, NY+7"
